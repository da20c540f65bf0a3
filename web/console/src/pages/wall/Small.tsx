import type { CSSProperties } from 'react';
import { Link } from 'react-router-dom';
import { t } from '../../i18n/language.ts';
import { excessOf, heatOf } from './judging.ts';
import { incidentLink, voicesLink } from './links.ts';
import { Roll } from './Roll.tsx';
import { Said, Stream } from './Said.tsx';
import { tileMap } from './tileMap.ts';
import { Curve } from './Trends.tsx';
import { Ago, usePart, usualWords, whole } from './wallParts.tsx';

/** What is said against us in public. */
export function Outside() {
  const outside = usePart('outside');
  const words = usePart('voices')?.outside ?? [];
  if (!outside) return <section className="wall-outside" />;
  const link = voicesLink(outside.window, { source: 'outside' });
  const top = Math.max(4, ...outside.hours, ...(outside.usual ?? []));
  return (
    <section className="wall-outside" aria-labelledby="wall-outside" data-excess={excessOf(outside.count, outside.expected)}>
      <header className="wall-tile-head"><h2 id="wall-outside"><Link to={link}>{t('wall.outside')}</Link></h2><p>{t('wall.outside.window')}</p></header>
      <div className="wall-figure-row">
        <Link to={link} className="wall-big"><Roll value={whole(outside.count)} /></Link>
        <svg className="wall-hours" viewBox="0 0 240 40" preserveAspectRatio="none" aria-hidden="true">
          {outside.hours.map((value, index) => <rect key={index} x={index * 10 + 1} width={8} y={40 - (value / top) * 40} height={(value / top) * 40} className={index === outside.hours.length - 1 ? 'running' : ''} />)}
          {outside.usual?.map((value, index) => <rect key={`u${index}`} className="wall-hours-usual" x={index * 10} width={10} y={39 - (value / top) * 39} height={1} />)}
        </svg>
      </div>
      <p className="wall-note">{outside.expected == null ? usualWords(outside.forecast) : t('wall.usual.value', { count: whole(outside.expected) })}</p>
      {words.length > 0 ? <Stream words={words} count={6} /> : <p className="wall-empty">{t('wall.outside.empty')}</p>}
    </section>
  );
}

/** What nobody has a name for yet. */
export function Unknown() {
  const unknown = usePart('unknown');
  const said = usePart('voices')?.of ?? [];
  if (!unknown) return <section className="wall-unknown" />;
  const link = voicesLink(unknown.window, { inTree: 'false' });
  return (
    <section className="wall-unknown" aria-labelledby="wall-unknown" data-excess={unknown.topics.length > 0 ? 'much' : excessOf(unknown.count, unknown.expected)}>
      <header className="wall-tile-head"><h2 id="wall-unknown"><Link to={link}>{t('wall.unknown')}</Link></h2><p>{t('wall.unknown.window')}</p></header>
      <div className="wall-figure-row"><Link to={link} className="wall-big"><Roll value={whole(unknown.count)} /></Link><Curve points={unknown.points} /></div>
      <p className="wall-note">{unknown.expected == null ? usualWords(unknown.forecast) : t('wall.usual.value', { count: whole(unknown.expected) })}</p>
      {unknown.topics.length === 0 && <p className="wall-empty">{t('wall.unknown.empty')}</p>}
      {unknown.topics.slice(0, 2).map((topic) => (
        <div key={topic.id} className="wall-topic">
          <Link to={incidentLink(topic)}>{t('wall.unknown.topic', { count: whole(topic.voices) })} · <Ago since={topic.onset} /></Link>
          <Said words={said.find((one) => one.incident === topic.id)?.words ?? []} />
        </div>
      ))}
    </section>
  );
}

/** Where it is said: a tile a region, as hot as it is above what is usual there. */
export function Regions() {
  const regions = usePart('regions');
  if (!regions) return <section className="wall-regions" />;
  const map = tileMap(regions.items.map((one) => one.region));
  const byName = new Map(regions.items.map((one) => [one.region, one]));
  return (
    <section className="wall-regions" aria-labelledby="wall-regions">
      <header className="wall-tile-head"><h2 id="wall-regions"><Link to={voicesLink(regions.window)}>{t('wall.regions')}</Link></h2><p>{t('wall.regions.window')}</p></header>
      {regions.items.length === 0 && <p className="wall-empty">{t('wall.regions.empty')}</p>}
      <ul className="wall-map" style={{ '--columns': map.columns, '--rows': map.rows } as CSSProperties}>{map.tiles.map((tile) => {
        const region = byName.get(tile.name)!;
        return (
          <li key={tile.name} style={{ gridColumn: tile.column + 1, gridRow: tile.row + 1 }} data-heat={heatOf(region, regions.items)} data-incidents={region.incidents > 0 ? region.incidents : undefined}>
            <Link to={voicesLink(regions.window, { region: tile.name })}><span>{tile.name}</span> <Roll value={whole(region.count)} /></Link>
          </li>
        );
      })}</ul>
    </section>
  );
}
