import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { andon, type PullFigures } from '../../api/andon.ts';
import { useUnitName } from '../../app/names.ts';
import { count, minutes, share, shortDay } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { useLiveNow } from '../../parts/useLiveNow.ts';

const spans = ['7', '30', '90', '365'];
const day = 86_400_000;
const told = (value: number | null | undefined): string => (value == null ? '–' : minutes(value));
const part = (value: number | null | undefined): string => (value == null ? '–' : share(value, 1, 0));

/** How soon the business answers the front line, and what becomes of what they stopped. */
export default function Report() {
  const [parameters, setParameters] = useSearchParams();
  const span = spans.find((one) => one === parameters.get('days')) ?? '30';
  const now = useLiveNow(60);
  const unitName = useUnitName();
  const query = useMemo(() => { const until = Math.ceil(now / 60_000) * 60_000; return { from: new Date(until - Number(span) * day).toISOString(), until: new Date(until).toISOString() }; }, [span, now]);
  const { data, error, refetch } = useQuery({ queryKey: ['pulls', 'report', query], queryFn: () => andon.report(query), placeholderData: (before) => before, refetchInterval: 15_000 });
  const most = Math.max(1, ...(data?.days ?? []).map((one) => one.pulls));
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('andon.report')}</h1><p className="meta">{t('andon.reportIntro')}</p></div>
        <Segmented aria-label={t('report.period')} value={span} onChange={(value) => setParameters(value === '30' ? {} : { days: value }, { replace: true })} options={spans.map((value) => ({ value, label: t('ledger.days', { count: value }) }))} />
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} />}
      {data && data.all.pulls === 0 && <Empty title={t('andon.noneSuch')}>{t('andon.noneText')}</Empty>}
      {data && data.all.pulls > 0 && (
        <>
          <dl className="ledger-figures">
            <div><dt>{t('andon.pulls')}</dt><dd className="numeric">{count(data.all.pulls)}</dd><dd className="meta">{t('andon.standingCount', { count: count(data.all.standing) })}</dd></div>
            <div><dt>{t('andon.acknowledged')}</dt><dd className="numeric">{told(data.all.acknowledgeMinutes)}</dd><dd className="meta">{t('andon.inTime', { share: part(data.all.acknowledgedInTime), limit: t('andon.halfHour') })}</dd></div>
            <div><dt>{t('andon.decided')}</dt><dd className="numeric">{told(data.all.decideMinutes)}</dd><dd className="meta">{t('andon.inTime', { share: part(data.all.decidedInTime), limit: t('andon.fourHours') })}</dd></div>
            <div><dt>{t('andon.changed')}</dt><dd className="numeric">{count(data.all.changed)}</dd><dd className="meta">{t('andon.keptText', { count: count(data.all.rejected) })}</dd></div>
          </dl>
          <section className="section" aria-labelledby="pull-days"><h2 id="pull-days">{t('ledger.byDay')}</h2>
            <ol className="pull-days">{data.days.map((one) => <li key={one.span}><span className="meta numeric">{shortDay(`${one.span}T12:00:00Z`)}</span><span className="pull-bar" style={{ inlineSize: `${(100 * one.pulls) / most}%` }} /><span className="numeric">{count(one.pulls)}</span></li>)}</ol></section>
          <Parts title={t('andon.byKind')} parts={data.kinds} name={(key) => tValue('andon.kind', key)} />
          <Parts title={t('andon.byUnit')} parts={data.units} name={(key) => (key ? unitName(key) ?? key : t('andon.noUnit'))} />
          {data.recognised.length > 0 && <section className="section" aria-labelledby="pull-merit"><h2 id="pull-merit">{t('andon.recognised')}</h2><p className="meta">{t('andon.recognisedText')}</p><ol className="pull-merit">{data.recognised.map((one) => <li key={one.person.id}><span className="strong">{one.person.name}</span> <span className="meta">{t('andon.changes', { count: one.changes })}</span></li>)}</ol></section>}
        </>
      )}
    </>
  );
}

function Parts({ title, parts, name }: { title: string; parts: PullFigures[]; name: (key: string) => string }) {
  return (
    <section className="section" aria-label={title}>
      <h2>{title}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table className="grid-table numeric">
          <thead><tr><th scope="col">{title}</th><th scope="col" className="number">{t('andon.pulls')}</th><th scope="col" className="number">{t('andon.acknowledged')}</th><th scope="col" className="number">{t('andon.decided')}</th><th scope="col" className="number">{t('andon.standing')}</th><th scope="col" className="number">{t('andon.changed')}</th><th scope="col" className="number">{t('andon.kept')}</th></tr></thead>
          <tbody>{parts.map((one) => <tr key={one.key}><th scope="row">{name(one.key)}</th><td className="number">{count(one.pulls)}</td><td className="number">{told(one.acknowledgeMinutes)}</td><td className="number">{told(one.decideMinutes)}</td><td className="number">{count(one.standing)}</td><td className="number">{count(one.changed)}</td><td className="number">{count(one.rejected)}</td></tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
