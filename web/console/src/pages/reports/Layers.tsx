import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { reports } from '../../api/calls.ts';
import type { FigureInfo, FigureValue } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { localName } from '../../app/names.ts';
import { count, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { queryOf, search, type ReportQuery } from './period.ts';
import { ReportFilters } from './ReportFilters.tsx';
import { useFigures } from './ReportOverview.tsx';
import { changeOf, valueText } from './values.ts';

/** First that people are taken, then that they are taken well, then that it was good for them: of each what leads and what explains it. */
const layers = [
  { key: 'taken', lead: 'picked-up', others: ['offered', 'abandoned', 'first-reply'] },
  { key: 'well', lead: 'replied', others: ['promises-kept', 'repeated', 'resolution'] },
  { key: 'good', lead: 'satisfied', others: ['solved', 'recommend', 'contact-rate'] },
] as const;

/** The three layers beside each other, each figure open to the conversations it counts. */
export default function Layers() {
  const [parameters, setParameters] = useSearchParams();
  const query = useMemo(() => queryOf(parameters, businessNow()), [parameters]);
  const infos = useFigures();
  const { data, error, refetch } = useQuery({ queryKey: ['reports', 'overview', query], queryFn: ({ signal }) => reports.overview({ ...query }, signal), placeholderData: keepPreviousData, staleTime: 15_000 });
  const find = (key: string) => ({ value: data?.figures.find((figure) => figure.key === key), info: infos.find((info) => info.key === key) });
  return (
    <>
      <header className="page-head"><h1>{t('layers.title')}</h1>{data && <span className="meta numeric">{t('report.asOf', { at: shortTime(data.asOf) })}</span>}<span className="grow" /><Link to={`/reports?${search(query, {})}`}>{t('layers.all')}</Link></header>
      <ReportFilters query={query} change={setParameters} />
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} />}
      {data && <div className="layers">{layers.map((layer, index) => (
        <section key={layer.key} className="layer" aria-labelledby={`layer-${layer.key}`}>
          <p className="meta" aria-hidden="true">{index + 1}</p>
          <h2 id={`layer-${layer.key}`}>{tValue('layers.name', layer.key)}</h2>
          <p className="meta">{tValue('layers.text', layer.key)}</p>
          <Lead {...find(layer.lead)} query={query} />
          <dl>{layer.others.map((key) => <Other key={key} {...find(key)} query={query} />)}</dl>
        </section>
      ))}</div>}
    </>
  );
}

interface Properties { value: FigureValue | undefined; info: FigureInfo | undefined; query: ReportQuery }
const behind = (key: string, query: ReportQuery) => `/reports/behind?${search(query, { figure: key })}`;

function Lead({ value, info, query }: Properties) {
  if (!value || !info) return null;
  const change = changeOf(value.better, value.value, value.before);
  return (
    <div className="layer-lead">
      <Link to={behind(info.key, query)} className="layer-value numeric" aria-label={`${localName(info.name)} ${valueText(value.kind, value.value)}`}>{valueText(value.kind, value.value)}</Link>
      <p><strong>{localName(info.name)}</strong> {value.part != null && value.whole != null && <span className="meta numeric">{t('report.partOf', { part: count(value.part), whole: count(value.whole) })}</span>}</p>
      <p className={`meta change ${change ?? 'none'}`}>{t('report.before', { value: valueText(value.kind, value.before) })}</p>
      <p className="meta">{localName(info.definition)}</p>
    </div>
  );
}

function Other({ value, info, query }: Properties) {
  if (!value || !info) return null;
  const words = valueText(value.kind, value.value);
  return <div><dt title={localName(info.definition)}>{localName(info.name)}</dt><dd className="numeric">{info.opens && value.value != null ? <Link to={behind(info.key, query)} aria-label={`${localName(info.name)} ${words}`}>{words}</Link> : words}</dd></div>;
}
