import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router-dom';
import { scorecards, type Indicator, type Scorecard } from '../../api/shop.ts';
import { useUnitName } from '../../app/names.ts';
import { count, fullTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { asProblem } from '../../api/problem.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { figure, score, toneOf } from './values.ts';

/** The score of a night: what it came to, what it is made of, and what to do about the weak ones. */
export default function Score({ shop, root }: { shop: string; root: string }) {
  const [parameters] = useSearchParams();
  const night = parameters.get('night') ?? undefined;
  const card = useQuery({ queryKey: ['scorecard', shop, night], queryFn: () => scorecards.read(shop, night), refetchInterval: 20_000 });
  if (card.isLoading) return <Skeleton rows={10} />;
  if (card.error) return asProblem(card.error).status === 404 ? <Empty title={t('shop.noScore')}>{t('shop.noScoreText')}</Empty> : <Problem error={card.error} retry={() => void card.refetch()} />;
  return card.data ? <Card card={card.data} root={root} night={night} /> : null;
}

function Card({ card, root, night }: { card: Scorecard; root: string; night?: string }) {
  const unitName = useUnitName();
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{card.name}</h1><p className="meta">{t('shop.category', { category: unitName(card.category) })}</p></div></header>
      <section className="shop-total" aria-label={t('shop.score')}>
        <p className="shop-number"><strong data-testid="shop-total">{score(card.total)}</strong><span className="meta">{t('shop.ofFive')}</span></p>
        <div className="grow">
          <p><StateMark tone={card.badge ? 'good' : 'none'}>{t(card.badge ? 'shop.hasBadge' : 'shop.noBadge')}</StateMark>{card.earlier != null && <span className="meta"> {t('shop.earlier', { score: score(card.earlier) })}</span>}</p>
          <p className="meta">{t('shop.window', { night: card.night, from: card.from, until: card.until, ratings: card.ratingsFrom })}</p>
          <p className="meta">{t(card.revision > 1 ? 'shop.revised' : 'shop.made', { revision: card.revision, because: card.becauseText, at: fullTime(card.madeAt), policy: card.policy })}</p>
        </div>
        <Link to={`${root}/history`}>{t('shop.history')}</Link>
      </section>
      {card.total == null && <p className="shop-note">{t('shop.tooLittle')}</p>}
      <div className="shop-parts">{card.dimensions.map((dimension) => (
        <section key={dimension.key} className="shop-part" aria-labelledby={`part-${dimension.key}`}>
          <h2 id={`part-${dimension.key}`}>{dimension.title} <span className="meta">{t('shop.partPoints', { points: score(dimension.points), weight: dimension.weight })}</span></h2>
          <ul className="shop-figures">{dimension.indicators.map((one) => <Figure key={one.key} one={one as Indicator} root={root} night={night} />)}</ul>
        </section>
      ))}</div>
    </>
  );
}

function Figure({ one, root, night }: { one: Indicator; root: string; night?: string }) {
  return (
    <li className="shop-figure" data-indicator={one.key}>
      <div className="row between"><h3>{one.title}</h3><StateMark tone={toneOf(one.points, one.enough)}>{one.enough ? t('shop.points', { points: one.points }) : t('shop.little')}</StateMark></div>
      <p className="shop-value"><strong>{figure(one.unit, one.value)}</strong> <span className="meta">{t('shop.base', { base: count(one.base) })}</span></p>
      <p className="meta">{one.rank != null && one.of != null ? t('shop.rank', { rank: count(one.rank), of: count(one.of), percentile: score(one.percentile, 0) }) : t('shop.notRanked')} · {t('shop.weight', { weight: one.weight })}</p>
      {one.advice && <p className="shop-advice"><span className="strong">{t('shop.advice')}</span> {one.advice}</p>}
      <div className="row between">
        <details><summary className="meta">{t('report.meaning')}<span className="visually-hidden">: {one.title}</span></summary><p className="meta">{one.definition}</p></details>
        <Link to={`${root}/figures/${one.key}${night ? `?night=${night}` : ''}`}>{t('shop.behind')}<span className="visually-hidden">: {one.title}</span></Link>
      </div>
    </li>
  );
}
