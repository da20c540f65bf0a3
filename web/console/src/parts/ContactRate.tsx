import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { journeys, type ContactRate as Rate } from '../api/journeys.ts';
import { businessNow } from '../app/clock.ts';
import { count } from '../i18n/format.ts';
import { currentLanguage, t } from '../i18n/language.ts';
import { dayIn, ownZone, search, type ReportQuery } from '../pages/reports/period.ts';
import { changeOf } from '../pages/reports/values.ts';
import { Problem } from './feedback.tsx';
import { Spark } from './FlowChart.tsx';
import '../styles/flow.css';
import '../styles/incidents.css';

const fresh = 60_000;
/** Contacts for each order, with two figures that count. */
export const rateText = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : new Intl.NumberFormat(currentLanguage(), { maximumSignificantDigits: 3 }).format(value));
const useRate = (query: Pick<ReportQuery, 'from' | 'to' | 'zone' | 'unit'>) =>
  useQuery({ queryKey: ['contact-rate', query], queryFn: ({ signal }) => journeys.contactRate({ ...query }, signal), placeholderData: keepPreviousData, staleTime: fresh });

function Change({ rate }: { rate: Rate }) {
  const change = changeOf('down', rate.rate, rate.before);
  if (rate.before === null || rate.before === undefined) return null;
  return <span className={`meta change ${change ?? 'none'}`}>{change && change !== 'same' && <span aria-hidden="true">{change === 'better' ? '▼ ' : '▲ '}</span>}{change === 'better' || change === 'worse' ? `${t(change === 'better' ? 'report.change.better' : 'report.change.worse')} · ` : ''}{t('report.before', { value: rateText(rate.before) })}</span>;
}

/** The metric the service is led by: how often somebody had to turn to us for each order placed. */
export function ContactRateLead({ query, unitAddress }: { query: ReportQuery; unitAddress: (unit: string) => string }) {
  const { from, to, zone, unit } = query;
  const { data, error, refetch } = useRate({ from, to, zone, ...(unit ? { unit } : {}) });
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  return (
    <section className="contact-rate" aria-labelledby="contact-rate" aria-busy={!data}>
      <div>
        <h2 id="contact-rate">{t('contactRate.title')}</h2>
        <strong className="numeric">{rateText(data?.rate)}</strong> {data && <Change rate={data} />}
        <p className="meta numeric">{data && <Link to={`/reports/behind?${search(query, { figure: 'contact-rate' })}`}>{t('contactRate.of', { contacts: count(data.contacts), orders: count(data.orders) })}</Link>}</p>
      </div>
      <div className="contact-trend">{data && <Spark values={data.points.map((point) => point.rate ?? 0)} label={t('contactRate.trend')} />}<p className="meta">{t('contactRate.meaning')}</p></div>
      {data && data.units.length > 1 && <ul className="contact-units meta numeric">{data.units.slice(0, 8).map((one) => <li key={one.unit}><Link to={unitAddress(one.unit)}>{one.name}</Link> {rateText(one.rate)}</li>)}</ul>}
    </section>
  );
}

/** The same of today in one line, for the board. */
export function ContactRateLine() {
  const zone = ownZone();
  const today = dayIn(zone, businessNow());
  const { data } = useRate({ from: today, to: today, zone });
  if (!data) return <p className="contact-line meta" aria-busy="true">{t('contactRate.title')}</p>;
  return <p className="contact-line"><Link to={`/reports?${search({ from: today, to: today, zone }, { figure: 'contact-rate' })}`}>{t('contactRate.today')}</Link> <strong className="numeric">{rateText(data.rate)}</strong> <Change rate={data} /> <span className="meta numeric">{t('contactRate.of', { contacts: count(data.contacts), orders: count(data.orders) })}</span></p>;
}
