import { useEffect, useState } from 'react';
import { businessNow, useSecond } from '../../app/clock.ts';
import { currentZone } from '../../i18n/format.ts';
import { currentLanguage, t } from '../../i18n/language.ts';
import { Brand } from '../../parts/Brand.tsx';
import { Bell } from './Bell.tsx';
import { usePart, useWall } from './wallParts.tsx';

const told = (instant: number): string => new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: currentZone() }).format(instant);
const day = (instant: number): string => new Intl.DateTimeFormat(currentLanguage(), { month: 'long', day: 'numeric', weekday: 'long', timeZone: currentZone() }).format(instant);

/** Whose wall it is, the time there, and whether what is shown is of now. */
export function Head({ rate }: { rate: number }) {
  useSecond();
  const place = usePart('place');
  const now = businessNow();
  return (
    <header className="wall-head">
      <span className="wall-brand"><Brand /></span>
      <h1>{place ? place.name : t('wall.title')} <span>{t('wall.title')}</span></h1>
      <Bell />
      <p className="wall-day">{day(now)}{rate > 1 && <span className="wall-rate">{t('wall.rate', { rate })}</span>}</p>
      <p className="wall-time">{told(now)}</p>
    </header>
  );
}

/** Says plainly when what is shown is old, and since when. It is told to readers once, not every second. */
export function Freshness({ online }: { online: boolean }) {
  useSecond();
  const wall = useWall();
  const at = wall.read().at;
  const old = wall.isOld();
  const [patient, setPatient] = useState(false);
  useEffect(() => { const timer = setTimeout(() => setPatient(true), 4_000); return () => clearTimeout(timer); }, []);
  const words = !old ? '' : at ? t(online ? 'wall.old.late' : 'wall.old.lost', { at: told(Date.parse(at)) }) : patient ? t('wall.old.never') : '';
  return <p className="wall-old" role="status" data-old={words ? '' : undefined}>{words}</p>;
}
