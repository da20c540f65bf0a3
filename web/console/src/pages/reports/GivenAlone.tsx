import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { actions } from '../../api/actions.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';
import { addDays, midnightIn, type ReportQuery } from './period.ts';
import { valueText } from './values.ts';

/** How many contacts in which something was given were settled by the person who had them, without asking anybody. */
export function GivenAlone({ query }: { query: ReportQuery }) {
  const from = midnightIn(query.zone, query.from);
  const until = midnightIn(query.zone, addDays(query.to, 1));
  const { data, error, refetch } = useQuery({ queryKey: ['authority-share', from, until], queryFn: ({ signal }) => actions.authorityShare({ from, until }, signal), placeholderData: keepPreviousData, staleTime: 60_000 });
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (!data) return null;
  return (
    <section className="report-group" aria-labelledby="given-alone">
      <h2 id="given-alone">{t('report.authority')} <span className="meta">{t('report.authorityHelp')}</span></h2>
      <ul className="tiles"><li className="tile"><div className="tile-main">
        <span className="tile-name">{t('report.givenAlone')}</span>
        <strong>{valueText('share', data.contacts === 0 ? null : data.withinOwn / data.contacts)}</strong>
        <span className="meta">{t('report.partOf', { part: count(data.withinOwn), whole: count(data.contacts) })}</span>
      </div></li></ul>
    </section>
  );
}
