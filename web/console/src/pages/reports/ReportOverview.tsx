import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { reports } from '../../api/calls.ts';
import { address as addressOf } from '../../api/client.ts';
import type { FigureInfo } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { localName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { ContactRateLead } from '../../parts/ContactRate.tsx';
import { GivenAlone } from './GivenAlone.tsx';
import { queryOf, search, type ReportQuery } from './period.ts';
import { ReportFilters } from './ReportFilters.tsx';
import { Entrances, Hours, UnitTable } from './Tables.tsx';
import { Tiles } from './Tiles.tsx';
import { TrendChart } from './TrendChart.tsx';

const firstFigure = 'offered';
const fresh = 60_000;

export function useFigures(): FigureInfo[] {
  return useQuery({ queryKey: ['reports', 'figures'], queryFn: reports.figures, staleTime: Infinity }).data?.items ?? [];
}

export function ReportOverview() {
  const [parameters, setParameters] = useSearchParams();
  const query = useMemo(() => queryOf(parameters, businessNow()), [parameters]);
  const chosen = parameters.get('figure') ?? firstFigure;
  const infos = useFigures();
  const { data, error, isPlaceholderData, refetch } = useQuery({ queryKey: ['reports', 'overview', query], queryFn: ({ signal }) => reports.overview({ ...query }, signal), placeholderData: keepPreviousData, staleTime: fresh });
  const addressWith = (values: Record<string, string>) => `?${search(query, { figure: chosen, ...values })}`;
  const choose = (figure: string) => setParameters((before) => { const next = new URLSearchParams(before); next.set('figure', figure); return next; }, { replace: true });
  return (
    <>
      <header className="page-head">
        <h1>{t('rail.reports')}</h1>
        {data && <span className="meta numeric">{t('report.asOf', { at: shortTime(data.asOf) })}</span>}
        <span className="grow" />
        <Button icon={<DownloadOutlined />} href={addressOf('/reports/overview', { ...query, format: 'csv' })} download>{t('report.csvFigures')}</Button>
        <Button icon={<DownloadOutlined />} href={addressOf('/reports/contacts', { ...query, figure: 'offered', format: 'csv' })} download>{t('report.csvContacts')}</Button>
        <Button icon={<DownloadOutlined />} href={addressOf('/reports/cases', { ...query, figure: 'cases', format: 'csv' })} download>{t('report.csvCases')}</Button>
      </header>
      <ReportFilters query={query} change={setParameters} />
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={20} widths={[100, 94, 97]} />}
      {data && !error && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'report-old' : undefined}>
          {data.figures.every((figure) => !figure.part) && <Empty title={t('report.nothing')}>{t('report.nothingText')}</Empty>}
          {!query.entrance && !query.language && <ContactRateLead query={query} unitAddress={(unit) => `/reports${addressWith({ unit, figure: 'contact-rate' })}`} />}
          <Tiles values={data.figures} infos={infos} chosen={chosen} onChoose={choose} behind={(info) => behindAddress(info, addressWith)} />
          <GivenAlone query={query} />
          <TrendOf query={query} figure={chosen} infos={infos} />
          <UnitTable overview={data} infos={infos} address={(unit) => `/reports${addressWith({ unit })}`} />
          <div className="two-columns report-columns"><Entrances overview={data} /><Hours overview={data} /></div>
        </div>
      )}
    </>
  );
}

function TrendOf({ query, figure, infos }: { query: ReportQuery; figure: string; infos: FigureInfo[] }) {
  const { data, error, refetch } = useQuery({ queryKey: ['reports', 'trend', query, figure], queryFn: ({ signal }) => reports.trend({ ...query, figure }, signal), placeholderData: keepPreviousData, staleTime: fresh });
  const info = infos.find((one) => one.key === (data?.figure ?? figure));
  const name = info ? localName(info.name) : '';
  return (
    <section aria-labelledby="trend-title">
      <h2 id="trend-title">{t('report.trend', { name })}</h2>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <div className="trend-wait"><Skeleton rows={8} widths={[100]} /></div>}
      {data && !error && <TrendChart trend={data} name={name} />}
    </section>
  );
}

/** What has nothing behind it opens to nothing. */
function behindAddress(info: FigureInfo, address: (values: Record<string, string>) => string): string | undefined {
  return info.opens ? `/reports/behind${address({ figure: info.key })}` : undefined;
}
