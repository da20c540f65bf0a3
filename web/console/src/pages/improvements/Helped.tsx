import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router-dom';
import { improvements } from '../../api/improvements.ts';
import { mayListen, useMe } from '../../app/session.tsx';
import { count, fullTime, share, shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';

/** Who was told or put right before they asked, by the problem that touched them. */
export default function Helped() {
  const [parameters] = useSearchParams();
  const query = { from: parameters.get('from') ?? undefined, until: parameters.get('until') ?? undefined };
  const { data, error, refetch } = useQuery({ queryKey: ['helped', query], queryFn: () => improvements.helped(query) });
  const listens = mayListen(useMe());
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('response.helpedTitle')}</h1>
        {data && <p className="meta">{t('response.helpedIntro', { from: shortTime(data.from), until: shortTime(data.until), helped: count(data.helped), before: count(data.beforeAsking) })}</p>}</div></header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data?.items.length === 0 && <Empty title={t('response.helpedNone')}>{t('response.helpedNoneText')}</Empty>}
      {!!data?.items.length && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('response.helpedTitle')}>
          <table className="grid-table numeric">
            <thead><tr><th scope="col">{t('response.helpedProblem')}</th><th scope="col">{t('response.helpedOpened')}</th><th scope="col" className="number">{t('response.helpedPeople')}</th><th scope="col" className="number">{t('response.before')}</th><th scope="col" className="number">%</th></tr></thead>
            <tbody>{data.items.map((one) => (
              <tr key={one.incident}><th scope="row">{listens ? <Link to={`/incidents/${encodeURIComponent(one.incident)}`}>{one.title}</Link> : one.title}</th>
                <td><time dateTime={one.openedAt} title={fullTime(one.openedAt)}>{shortTime(one.openedAt)}</time></td><td className="number">{count(one.helped)}</td><td className="number">{count(one.beforeAsking)}</td><td className="number">{share(one.beforeAsking, one.helped, 0)}</td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </>
  );
}
