import { Link } from 'react-router-dom';
import type { WallAnswers } from '../../api/wall.ts';
import { duration, share } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { answersLink, standardsLink } from './links.ts';
import { Roll } from './Roll.tsx';
import { usePart, whole } from './wallParts.tsx';

/** The goal of both answer figures. */
const goal = 0.999;
const toneOf = (part: number, of: number): string => (of === 0 ? 'none' : part / of >= goal ? 'good' : part / of >= goal - 0.009 ? 'risk' : 'bad');

/** How people are served: the two answer figures apart, because a greeting answers nobody. */
export function Answers() {
  const service = usePart('service');
  if (!service) return <section className="wall-answers" />;
  const { last15m, today, queue, day } = service;
  return (
    <section className="wall-answers" aria-labelledby="wall-answers">
      <header className="wall-tile-head"><h2 id="wall-answers"><Link to="/board">{t('wall.service')}</Link></h2><p>{t('wall.service.window')}</p></header>
      <div className="wall-two">
        <Answer title="wall.pickedUp" figure="picked-up" part={(one) => one.pickedUp} last15m={last15m} today={today} />
        <Answer title="wall.replied" figure="replied" part={(one) => one.replied} last15m={last15m} today={today} />
      </div>
      <dl className="wall-small-figures">
        <div><dt>{t('wall.standards')}</dt><dd><Link to={standardsLink(day)}><Roll value={share(today.standardsKept, today.standardsKept + today.standardsMissed, 1)} /></Link></dd></div>
        <div><dt>{t('wall.bot')}</dt><dd><Link to={answersLink('bot', 'today')}><Roll value={share(today.byBot, today.pickedUp, 0)} /></Link></dd></div>
        <div><dt>{t('wall.waiting')}</dt><dd><Link to="/board"><Roll value={whole(queue.waiting)} />{queue.waiting > 0 && queue.oldestSeconds != null && <small>{duration(queue.oldestSeconds)}</small>}</Link></dd></div>
        <div><dt>{t('wall.free')}</dt><dd><Link to="/board"><Roll value={whole(queue.free)} /></Link></dd></div>
      </dl>
    </section>
  );
}

function Answer({ title, figure, part, last15m, today }: { title: Key; figure: string; part: (answers: WallAnswers) => number; last15m: WallAnswers; today: WallAnswers }) {
  return (
    <div className="wall-answer" data-tone={toneOf(part(last15m), last15m.offered)}>
      <h3>{t(title)}</h3>
      <Link to={answersLink(figure, 'last15m')} className="wall-huge" aria-label={t('wall.answer.last15m', { title: t(title), part: whole(part(last15m)), whole: whole(last15m.offered) })}><Roll value={share(part(last15m), last15m.offered, 1)} /></Link>
      <Link to={answersLink(figure, 'today')} className="wall-below" data-tone={toneOf(part(today), today.offered)}>{t('wall.today')} <Roll value={share(part(today), today.offered, 1)} /> <small>{t('wall.of', { part: whole(part(today)), whole: whole(today.offered) })}</small></Link>
    </div>
  );
}
