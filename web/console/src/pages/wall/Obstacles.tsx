import { memo, type CSSProperties } from 'react';
import { Link } from 'react-router-dom';
import type { WallObstacle, WallWord } from '../../api/wall.ts';
import { businessNow } from '../../app/clock.ts';
import { t, tValue } from '../../i18n/language.ts';
import { paceOf } from './judging.ts';
import { incidentLink, voicesLink } from './links.ts';
import { Roll } from './Roll.tsx';
import { Said, Stream } from './Said.tsx';
import { Ago, named, usePart, whole } from './wallParts.tsx';

const none: WallWord[] = [];

/** What is wrong now: the bar is its size, the bar's edge its growth, and beside it what people say. */
export function Obstacles({ most }: { most: number }) {
  const obstacles = usePart('obstacles');
  const voices = usePart('voices');
  const items = obstacles?.items.slice(0, most) ?? [];
  const largest = Math.max(1, ...items.map((one) => one.voices));
  const said = new Map(voices?.of.map((one) => [one.incident, one.words]));
  return (
    <section className="wall-obstacles" aria-labelledby="wall-obstacles">
      <header className="wall-tile-head">
        <h2 id="wall-obstacles"><Link to="/incidents">{t('wall.obstacles')}</Link></h2>
        {obstacles && <p><Link to="/incidents">{t('wall.obstacles.counts', { open: whole(obstacles.open), raised: whole(obstacles.raisedToday) })}</Link></p>}
      </header>
      {obstacles && items.length === 0 && <div className="wall-calm"><strong>{t('wall.obstacles.empty')}</strong><p>{t('wall.obstacles.emptyText')}</p></div>}
      <ol className="wall-obstacle-list">{items.map((one, index) => <Obstacle key={one.id} obstacle={one} largest={largest} words={said.get(one.id) ?? none} index={index} />)}</ol>
    </section>
  );
}

const Obstacle = memo(function Obstacle({ obstacle, largest, words, index }: { obstacle: WallObstacle; largest: number; words: WallWord[]; index: number }) {
  const { pace, edge } = paceOf(obstacle);
  // A root, so that a small one beside a very large one is still a bar; the figure beside it says how many.
  const size = Math.max(0.06, Math.sqrt(obstacle.voices / largest));
  return (
    <li className="wall-obstacle" data-severity={obstacle.severity}>
      <div className="wall-obstacle-what">
        <h3><Link to={incidentLink(obstacle)}><span className="wall-reason">{named(obstacle.reason) || t('wall.unknown.one')}</span> <span className="wall-where">{placeWords(obstacle)}</span></Link></h3>
        <Link to={incidentLink(obstacle)} className="wall-bar" aria-label={t('wall.obstacle.size', { count: whole(obstacle.voices) })}>
          <span className="wall-bar-track"><span className="wall-bar-size" data-pace={pace} style={{ inlineSize: `${size * 100}%`, '--edge': edge } as CSSProperties} /></span>
          <span className="wall-bar-count"><Roll value={whole(obstacle.voices)} /></span>
        </Link>
        <p className="wall-obstacle-meta">
          <span className="wall-pace" data-pace={pace}>{t(`wall.pace.${pace}`)} · {t('wall.lately', { count: whole(obstacle.lately) })}</span>
          <span className="wall-owner" data-state={obstacle.owner ? 'known' : 'none'}>{obstacle.owner ? named(obstacle.owner) : t('wall.noOwner')}</span>
          <Clock clock={obstacle.clock} />
        </p>
      </div>
      <div className="wall-obstacle-said">{words.length > 0 && <Said words={words} delay={index * 1_400} />}</div>
    </li>
  );
});

/** How far its owner is, and for how long; late when the system should have acknowledged by now. */
function Clock({ clock }: { clock: WallObstacle['clock'] }) {
  const late = clock.dueAt != null && businessNow() > Date.parse(clock.dueAt);
  return <span className="wall-clock" data-state={late ? 'late' : clock.state}>{tValue('wall.clock', late ? 'late' : clock.state)} <Ago since={clock.since} /></span>;
}

/** Where: names where there are some, else the values themselves. */
function placeWords(obstacle: WallObstacle): string {
  return obstacle.places.length === 0 ? t('incident.everywhere') : obstacle.places.map((place) => named(place.name) || `${tValue('voice.dimension', place.dimension)} ${place.value}`).join(' · ');
}

/** What is said now about anything. */
export function Heard({ count }: { count: number }) {
  const voices = usePart('voices');
  const trend = usePart('trend');
  return (
    <section className="wall-heard" aria-labelledby="wall-heard">
      <header className="wall-tile-head"><h2 id="wall-heard">{trend ? <Link to={voicesLink(trend.window)}>{t('wall.heard')}</Link> : t('wall.heard')}</h2></header>
      {voices && <Stream words={voices.latest} count={count} />}
    </section>
  );
}

