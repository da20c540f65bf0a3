import { useEffect, useState } from 'react';
import { hub } from '../../live/hub.ts';

/** Keeps the threads of my chats loaded and live, so that switching between them is instant. */
export function useLiveThreads(ids: string[], chosen: string | undefined): void {
  const wanted = [...new Set(chosen ? [chosen, ...ids] : ids)].sort().join(' ');
  useEffect(() => {
    let stopped = false;
    const leave: (() => void)[] = [];
    for (const id of wanted.split(' ').filter(Boolean)) {
      hub.openThread(id).then(() => { if (!stopped) leave.push(hub.connection.subscribe({ topic: 'conversation', id })); }, () => undefined);
    }
    return () => { stopped = true; leave.forEach((stop) => stop()); };
  }, [wanted]);
}

/** Loads one thread; `error` with a way to try again when it cannot be read. */
export function useOpenThread(id: string): { error: unknown; retry: () => void } {
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let stopped = false;
    setError(undefined);
    hub.openThread(id).then(() => hub.refresh(id)).catch((problem: unknown) => { if (!stopped) setError(problem); });
    return () => { stopped = true; };
  }, [id, attempt]);
  return { error, retry: () => setAttempt((count) => count + 1) };
}
