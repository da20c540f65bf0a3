import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { policies } from '../../api/policies.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { OutcomeMark, VersionMark } from './marks.tsx';

const DmnTable = lazy(() => import('./DmnTable.tsx'));

/** One point of decision: the table in force, every version before and after it, and what was decided. */
export default function PolicyPage() {
  const { key = '' } = useParams();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['policy', key], queryFn: () => policies.one(key) });
  return (
    <>
      <nav className="meta"><Link to="/rules">{t('rules.title')}</Link></nav>
      <header className="page-head"><div className="grow"><h1>{data?.title ?? key}</h1>{data && <p className="meta">{data.effective.version === 0 ? t('rules.builtInText') : t('rules.inForceSince', { number: data.effective.version, at: data.effective.since ? fullTime(data.effective.since) : '', name: data.effective.author })}</p>}</div></header>
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <Suspense fallback={<Skeleton rows={8} />}><DmnTable xml={data.dmn} label={t('rules.tableInForce')} /></Suspense>
          <h2>{t('rules.versions')}</h2>
          {data.versions.length === 0 && <Empty title={t('rules.noVersions')}>{t('rules.noVersionsText')}</Empty>}
          <ul className="rule-open">{data.versions.map((version) => (
            <li key={version.id}>
              <Link className="rule-open-title" to={`/rules/versions/${version.id}`}>{version.number > 0 ? `${t('rules.number', { number: version.number })} · ${version.title}` : version.title}</Link>
              <span className="meta">{[version.proposer.name, fullTime(version.effectiveFrom ?? version.createdAt)].join(' · ')}</span>
              <span className="row"><VersionMark state={version.state} />{version.waits && <span className="meta">{t('rules.waits')}</span>}</span>
            </li>
          ))}</ul>
          <Decisions policy={key} />
        </>
      )}
    </>
  );
}

/** What was decided, newest first; each opens to the facts and the row. */
function Decisions({ policy }: { policy: string }) {
  const [parameters, setParameters] = useSearchParams();
  const outcome = parameters.get('outcome') ?? undefined;
  const list = useInfiniteQuery({
    queryKey: ['policy-decisions', policy, outcome],
    queryFn: ({ pageParam, signal }) => policies.decisions({ policy, outcome, after: pageParam, limit: 25 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('rules.decisions')}>
      <h2>{t('rules.decisions')}</h2>
      <p className="row"><Select allowClear className="finance-filter" placeholder={t('rules.allOutcomes')} aria-label={t('rules.allOutcomes')} value={outcome} onChange={(value?: string) => setParameters(value ? { outcome: value } : {})} options={['allow', 'refuse', 'person'].map((value) => ({ value, label: tValue('rules.outcome', value) }))} /></p>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={5} />}
      {list.data && items.length === 0 && <Empty title={t('rules.noDecisions')} />}
      {items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('rules.decisions')}>
          <table className="grid-table">
            <thead><tr><th scope="col">{t('finance.at')}</th><th scope="col">{t('rules.outcome')}</th><th scope="col">{t('rules.row')}</th><th scope="col">{t('rules.subject')}</th></tr></thead>
            <tbody>{items.map((one) => (
              <tr key={one.id}>
                <td className="numeric"><Link to={`/rules/decisions/${encodeURIComponent(one.id)}`}>{fullTime(one.at)}</Link></td>
                <td><OutcomeMark outcome={one.outcome} />{one.disagreement && <span className="meta"> {t('rules.overridden')}</span>}</td>
                <td>{t('rules.rowOf', { number: one.version, row: one.row ?? '–' })} {one.note && <span className="meta">{one.note}</span>}</td>
                <td className="finance-id">{one.subject}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && <p className="finance-more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('report.more')}</Button></p>}
    </section>
  );
}
