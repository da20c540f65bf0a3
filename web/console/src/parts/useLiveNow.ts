import { useEffect, useState } from 'react';
import { businessNow } from '../app/clock.ts';

/** Business time as a page that keeps itself new asks for it: it moves on every so many real seconds while somebody looks, and rests while nobody does. */
export function useLiveNow(everySeconds: number): number {
  const [now, setNow] = useState(businessNow);
  useEffect(() => {
    const look = () => { if (document.visibilityState === 'visible') setNow(businessNow()); };
    const timer = window.setInterval(look, everySeconds * 1000);
    document.addEventListener('visibilitychange', look);
    return () => { window.clearInterval(timer); document.removeEventListener('visibilitychange', look); };
  }, [everySeconds]);
  return now;
}
