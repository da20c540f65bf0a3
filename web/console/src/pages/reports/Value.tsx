import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router-dom';
import { address as addressOf } from '../../api/client.ts';
import { standings, type ValueAmount, type ValueMoney } from '../../api/standings.ts';
import { businessNow } from '../../app/clock.ts';
import { count, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { amount } from '../finance/amounts.ts';
import { queryOf, search } from './period.ts';
import { Prevented } from './Prevented.tsx';
import { ReportFilters } from './ReportFilters.tsx';
import { ValueFunds } from './ValueFunds.tsx';

/** The address of a figure's entries; undefined where nothing moved. */
export type Behind = (figure: string, value: ValueAmount, more?: Record<string, string>) => string | undefined;

/** What service spent, what came back, and what measured effects and pulls show to have been prevented. */
export default function Value() {
  const [parameters, setParameters] = useSearchParams();
  const base = useLocation().pathname.startsWith('/finance') ? '/finance' : '/reports';
  const { unit: _, entrance: __, language: ___, ...query } = useMemo(() => queryOf(parameters, businessNow()), [parameters]);
  const { data, error, isPlaceholderData, refetch } = useQuery({ queryKey: ['reports', 'value', query], queryFn: ({ signal }) => standings.value({ ...query }, signal), placeholderData: keepPreviousData, staleTime: 60_000 });
  const behindOf = (currency: string): Behind => (figure, value, more = {}) => (value.entries > 0 ? `${base}/value/lines?${search(query, { figure, currency, ...more })}` : undefined);
  return (
    <div className="reports">
      <header className="page-head">
        <div className="grow"><h1>{t('value.title')}</h1><p className="meta">{t('value.intro')}</p></div>
        {data && <span className="meta numeric">{t('report.asOf', { at: shortTime(data.asOf) })}</span>}
        <Button icon={<DownloadOutlined />} href={addressOf('/reports/value', { ...query, format: 'csv' })} download>{t('report.csv')}</Button>
      </header>
      <ReportFilters query={query} change={setParameters} plain noUnit />
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={16} widths={[100, 96, 98]} />}
      {data && !error && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'report-old' : undefined}>
          {data.money.length === 0 && <Empty title={t('value.noMoney')}>{t('value.noMoneyText')}</Empty>}
          {data.money.map((money) => <Money key={money.currency} money={money} behind={behindOf(money.currency)} />)}
          <Prevented prevented={data.prevented} />
        </div>
      )}
    </div>
  );
}

function Money({ money, behind }: { money: ValueMoney; behind: Behind }) {
  const { currency } = money;
  const tiles: [string, ValueAmount, string | undefined][] = [
    ['spent', money.spent, undefined], ['fund-spent', money.fundsSpent, behind('fund-spent', money.fundsSpent)], ['advanced', money.advanced, behind('advanced', money.advanced)],
    ['recovered', money.recovered, behind('recovered', money.recovered)], ['claimed', money.claimed, behind('claimed', money.claimed)], ['written-off', money.writtenOff, behind('written-off', money.writtenOff)],
    ['given-back', money.givenBack, behind('given-back', money.givenBack)],
  ];
  return (
    <section aria-labelledby={`value-${currency}`}>
      <h2 id={`value-${currency}`}>{t('value.moneyIn', { currency })}</h2>
      <ul className="tiles value-tiles">
        {tiles.map(([figure, value, address]) => <Tile key={figure} figure={figure} value={value} currency={currency} address={address} />)}
        <li className="tile"><div className="tile-main"><span className="tile-name">{t('value.outstanding')}</span><strong className="numeric">{amount(money.outstandingNow, currency)}</strong><span className="meta">{t('value.outstandingNow')}</span></div><Meaning figure="outstanding" /></li>
      </ul>
      <ValueFunds money={money} behind={behind} />
      {money.recoveredFrom.length > 0 && (
        <section aria-labelledby={`recovered-${currency}`}>
          <h3 id={`recovered-${currency}`}>{t('value.recoveredFrom')}</h3>
          <ul className="behind">{money.recoveredFrom.map((source) => {
            const address = behind('recovered', source.amount, { source: source.source });
            const words = <><span className="grow">{tValue('value.source', source.source)}</span><span className="meta numeric">{t('report.before', { value: amount(source.amount.before, currency) })}</span><span className="strong numeric">{amount(source.amount.amount, currency)}</span></>;
            return <li key={source.source}>{address ? <Link to={address} className="behind-row row" data-row>{words}</Link> : <span className="behind-row row">{words}</span>}</li>;
          })}</ul>
        </section>
      )}
    </section>
  );
}

function Tile({ figure, value, currency, address }: { figure: string; value: ValueAmount; currency: string; address?: string }) {
  return (
    <li className="tile" data-figure={figure}>
      <div className="tile-main"><span className="tile-name">{tValue('value.figure', figure)}</span><strong className="numeric">{amount(value.amount, currency)}</strong><span className="meta numeric">{t('report.before', { value: amount(value.before, currency) })}</span></div>
      <Meaning figure={figure}>{address && <Link className="meta" to={address}>{t('value.entries', { count: count(value.entries) })}<span className="visually-hidden">: {tValue('value.figure', figure)}</span></Link>}</Meaning>
    </li>
  );
}

function Meaning({ figure, children }: { figure: string; children?: ReactNode }) {
  return <div className="tile-foot"><details><summary className="meta">{t('report.meaning')}<span className="visually-hidden">: {tValue('value.figure', figure)}</span></summary><p className="meta">{tValue('value.meaning', figure)}</p></details>{children}</div>;
}
