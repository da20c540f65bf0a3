import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router-dom';
import { andon } from '../../api/andon.ts';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Row } from './Standing.tsx';

/** The pulls behind a share: those of a stretch of time that were acknowledged in time, or those that were not. */
export default function Counted() {
  const [parameters] = useSearchParams();
  const acknowledged = parameters.get('acknowledged') === 'late' ? 'late' : 'in-time';
  const from = parameters.get('from') ?? undefined;
  const until = parameters.get('until') ?? undefined;
  const { data, error, refetch } = useQuery({ queryKey: ['pulls', 'counted', acknowledged, from, until], queryFn: ({ signal }) => andon.list({ acknowledged, from, until, limit: 200 }, signal) });
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t(`andon.counted.${acknowledged}`)}</h1>
          <p className="meta">{data && from && until && t('andon.countedWindow', { from: shortTime(from), until: shortTime(until), count: data.items.length })} <Link to="/andon">{t('andon.toStanding')}</Link></p></div>
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} widths={[70, 96, 50]} />}
      {data?.items.length === 0 && <Empty title={t('andon.noneSuch')}>{t('andon.noneText')}</Empty>}
      {!!data?.items.length && <ul className="incident-list">{data.items.map((pull) => <Row key={pull.id} pull={pull} />)}</ul>}
    </>
  );
}
