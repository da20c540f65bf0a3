import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { reports } from '../../api/calls.ts';
import { address as addressOf } from '../../api/client.ts';
import type { CaseLine, ClockBehind, ContactLine, Page } from '../../api/types.ts';
import { businessNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { localName, useUnitName } from '../../app/names.ts';
import { count, duration, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';
import { StateMark } from '../../parts/state.tsx';
import { queryOf, search } from './period.ts';
import { useFigures } from './ReportOverview.tsx';
import { ReportFilters } from './ReportFilters.tsx';

const tables = { conversations: '/reports/contacts', cases: '/reports/cases', clocks: '/reports/clocks' };

/** What a figure counts, one line each, newest first. */
export default function Behind() {
  const [parameters, setParameters] = useSearchParams();
  const figure = parameters.get('figure') ?? 'offered';
  const query = useMemo(() => ({ ...queryOf(parameters, businessNow()), figure }), [parameters, figure]);
  const kept = figure.replace('-missed', '-kept');
  const info = useFigures().find((one) => one.key === kept);
  const opens = (info?.opens ?? 'conversations') as 'conversations' | 'cases' | 'clocks';
  const list = useInfiniteQuery<Page<ContactLine | CaseLine | ClockBehind>>({
    queryKey: ['reports', 'behind', opens, query],
    queryFn: ({ pageParam, signal }) => ({ conversations: reports.contacts, cases: reports.cases, clocks: reports.clocks })[opens]({ ...query, after: pageParam as string | undefined, limit: 50 }, signal),
    enabled: info !== undefined,
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { figure: _, ...filters } = query;
  return (
    <>
      <header className="page-head">
        <Link to={`/reports?${search(filters, { figure: kept })}`} aria-label={t('report.back')}><ArrowLeftOutlined /></Link>
        <div className="grow"><h1>{info ? localName(info.name) : figure}</h1>{info && <p className="meta">{localName(info.definition)}</p>}</div>
        <Button icon={<DownloadOutlined />} href={addressOf(tables[opens], { ...query, format: 'csv' })} download>{t('report.csv')}</Button>
      </header>
      <ReportFilters query={filters} change={setParameters} />
      {opens === 'clocks' && <Segmented className="behind-which" aria-label={t('report.clocks')} value={figure === kept ? 'kept' : 'missed'} options={[{ value: 'kept', label: t('report.clocks.kept') }, { value: 'missed', label: t('report.clocks.missed') }]}
        onChange={(value) => setParameters((before) => { const next = new URLSearchParams(before); next.set('figure', value === 'missed' ? kept.replace('-kept', '-missed') : kept); return next; }, { replace: true })} />}
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={14} widths={[98, 92, 95]} />}
      {list.data && lines.length === 0 && <Empty title={t('report.nothing')}>{t('report.nothingText')}</Empty>}
      {lines.length > 0 && (opens === 'cases' ? <Cases lines={lines as CaseLine[]} /> : opens === 'clocks' ? <Clocks lines={lines as ClockBehind[]} /> : <Contacts lines={lines as ContactLine[]} />)}
      {list.hasNextPage && <p className="report-more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('report.more')}</Button></p>}
    </>
  );
}

function Contacts({ lines }: { lines: ContactLine[] }) {
  const unitName = useUnitName();
  return (
    <ul className="behind">{lines.map((line) => (
      <li key={line.conversation}>
        <Link to={`/conversations?conversation=${line.conversation}`} data-row className="behind-row">
          <span className="row"><span className="strong cut">{line.shown ? personName(line.shown.person) : line.conversation}</span><span className="meta cut">{unitName(line.unit)}</span><span className="grow" /><span className="meta numeric">{shortTime(line.offeredAt)}</span></span>
          <span className="cut">{line.shown?.lastText ?? ''}</span>
          <span className="meta">{facts(line).join(' · ')}</span>
        </Link>
      </li>
    ))}</ul>
  );
}

function facts(line: ContactLine): string[] {
  return [
    line.replySeconds !== null && line.replySeconds !== undefined ? t('report.fact.reply', { time: duration(line.replySeconds) }) : t('report.fact.noReply'),
    line.personReplySeconds !== null && line.personReplySeconds !== undefined ? t('report.fact.person', { time: duration(line.personReplySeconds) }) : '',
    line.resolutionSeconds !== null && line.resolutionSeconds !== undefined ? t('report.fact.resolved', { time: duration(line.resolutionSeconds) }) : '',
    t('report.fact.said', { count: count(line.said) }),
    line.transfers > 0 ? t('report.fact.transfers', { count: count(line.transfers) }) : '',
    line.reopened ? t('report.fact.reopened') : '', line.repeated ? t('report.fact.repeated') : '', line.abandoned ? t('report.fact.abandoned') : '',
    line.satisfied ? t('report.fact.satisfied', { value: line.satisfied }) : '',
    line.recommend !== null && line.recommend !== undefined ? t('report.fact.recommend', { value: line.recommend }) : '',
    line.simpler !== null && line.simpler !== undefined ? t('report.fact.simpler', { value: line.simpler }) : '',
  ].filter(Boolean);
}

function Cases({ lines }: { lines: CaseLine[] }) {
  const unitName = useUnitName();
  return (
    <ul className="behind">{lines.map((line) => (
      <li key={line.case}>
        <Link to={`/cases/${line.case}`} data-row className="behind-row">
          <span className="row"><span className="strong numeric">{line.number ? `#${line.number}` : line.case}</span><span className="meta cut">{unitName(line.unit)}</span><span className="grow" /><span className="meta numeric">{shortTime(line.openedAt)}</span></span>
          <span className="meta">{[tValue('case.kind', line.kind), line.closedAt ? t('report.fact.closed', { at: shortTime(line.closedAt) }) : t('report.fact.open'), t('report.fact.transfers', { count: count(line.transfers) }), t('report.fact.promises', { kept: line.promisesKept, broken: line.promisesBroken })].filter(Boolean).join(' · ')}</span>
        </Link>
      </li>
    ))}</ul>
  );
}

/** Standards and promises, each with the way to the case or conversation that it was about. */
function Clocks({ lines }: { lines: ClockBehind[] }) {
  const unitName = useUnitName();
  return (
    <ul className="behind">{lines.map((line) => (
      <li key={line.clock}>
        <Link to={line.case ? `/cases/${line.case}` : `/conversations?conversation=${line.conversation}`} data-row className="behind-row">
          <span className="row"><span className="strong cut">{tValue('measure', line.measure)}</span><span className="meta cut">{unitName(line.unit)}</span><span className="grow" /><span className="meta numeric">{shortTime(line.at)}</span></span>
          <span className="row"><StateMark tone={line.met ? 'good' : 'bad'}>{t(line.met ? 'report.fact.met' : 'report.fact.missed')}</StateMark>{line.caseNumber ? <span className="meta numeric">#{line.caseNumber}</span> : null}</span>
        </Link>
      </li>
    ))}</ul>
  );
}
