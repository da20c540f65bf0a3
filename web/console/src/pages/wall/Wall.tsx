import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Navigate } from 'react-router-dom';
import { useSession } from '../../app/session.tsx';
import { setZone } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { Answers } from './Answers.tsx';
import { Freshness, Head } from './Head.tsx';
import { Heard, Obstacles } from './Obstacles.tsx';
import { Outside, Regions, Unknown } from './Small.tsx';
import { Trends } from './Trends.tsx';
import { followWall, keyConnection, wallKey } from './wallLink.ts';
import { usePart, WallContext } from './wallParts.tsx';
import { WallStore } from './wallStore.ts';
import '../../styles/wall.css';

/** The wall of the command centre: for a room to look at, without a hand on it. */
export default function Wall() {
  useLanguage();
  const { state } = useSession();
  const key = useMemo(wallKey, []);
  const wall = useMemo(() => new WallStore(), []);
  const [rate, setRate] = useState(1);
  const connection = useMemo(() => (key ? keyConnection(key) : hub.connection), [key]);
  const may = key !== undefined || state === 'in';
  useEffect(() => {
    if (!may) return undefined;
    if (key) connection.start();
    const left = followWall(connection, wall, setRate);
    return () => { left(); if (key) connection.stop(); };
  }, [may, key, connection, wall]);
  const online = useSyncExternalStore((watcher) => connection.onState(watcher), () => connection.state === 'online');
  const refused = useRefused(connection);
  useEffect(() => { document.title = `${t('wall.title')} · Patella`; });
  if (!may && state === 'out') return <Navigate to={`/sign-in?return=${encodeURIComponent('/wall')}`} replace />;
  return (
    <WallContext.Provider value={wall}>
      <main className="wall" data-online={online ? '' : undefined}>
        <Zone />
        <Head rate={rate} />
        <div className="wall-main"><Obstacles most={4} /><Heard count={9} /></div>
        <div className="wall-side"><Answers /><Trends most={7} /></div>
        <div className="wall-foot"><Outside /><Unknown /><Regions /></div>
        {refused ? <p className="wall-old" role="alert" data-old="">{refused}</p> : <Freshness online={online} />}
      </main>
    </WallContext.Provider>
  );
}

/** Why the server does not show it, where that is so. */
function useRefused(connection: typeof hub.connection): string | undefined {
  const [words, setWords] = useState<string>();
  useEffect(() => {
    const refused = connection.on('refused', (frame) => { if (frame.topic === 'wall' || frame.problem.status === 401) setWords(frame.problem.detail ?? frame.problem.title ?? t('wall.old.never')); });
    const heard = connection.on('wall', () => setWords(undefined));
    return () => { refused(); heard(); };
  }, [connection]);
  return words;
}

/** All clocks are told as the ecosystem's. */
function Zone() {
  const zone = usePart('place')?.timeZone;
  useEffect(() => { if (zone) setZone(zone); }, [zone]);
  return null;
}
