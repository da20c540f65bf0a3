import { useQueries, useQuery } from '@tanstack/react-query';
import { scorecards, type Eligibility } from '../../api/shop.ts';
import { fullTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { clauseValue } from './values.ts';

/** Whether the shop may take part in each promotion, and which clause stands in the way. */
export default function Promotions({ shop }: { shop: string }) {
  const list = useQuery({ queryKey: ['promotions'], queryFn: () => scorecards.promotions() });
  const answers = useQueries({ queries: (list.data?.items ?? []).map((one) => ({ queryKey: ['promotions', one.id, shop], queryFn: () => scorecards.eligibility(one.id, shop), refetchInterval: 20_000 })) });
  if (list.isLoading) return <Skeleton rows={8} />;
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('shop.promotions')}</h1><p className="meta">{t('shop.promotionsIntro')}</p></div></header>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data?.items.length === 0 && <Empty title={t('shop.noPromotions')} />}
      {answers.map((answer, index) => answer.error ? <Problem key={index} error={answer.error} /> : answer.data && <Verdict key={answer.data.promotion} one={answer.data} />)}
    </>
  );
}

function Verdict({ one }: { one: Eligibility }) {
  return (
    <section className="shop-part" aria-labelledby={`promotion-${one.promotion}`} data-promotion={one.promotion}>
      <h2 id={`promotion-${one.promotion}`}>{one.title} <StateMark tone={one.eligible ? 'good' : 'bad'}>{t(one.eligible ? 'shop.eligible' : 'shop.notEligible')}</StateMark></h2>
      <p className="meta">{t(one.frozen ? 'shop.frozen' : 'shop.open', { at: fullTime(one.cutOff) })} {one.night ? t('shop.toldFrom', { night: one.night, revision: one.revision ?? 1, policy: one.policy }) : t('shop.noScoreText')}</p>
      <ul className="shop-clauses">
        {[...one.clauses].sort((left, right) => Number(left.met) - Number(right.met)).map((clause) => (
          <li key={clause.clause} data-met={clause.met}>
            <StateMark tone={clause.met ? 'good' : 'bad'}>{t(clause.met ? 'shop.met' : 'shop.blocks')}</StateMark>
            <span className="grow">{clause.title}</span>
            <span className="meta numeric">{t('shop.clauseValues', { value: clauseValue(clause.value), threshold: clauseValue(clause.threshold) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
