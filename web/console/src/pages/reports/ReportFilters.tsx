import { Input, Select } from 'antd';
import { useMemo } from 'react';
import type { SetURLSearchParams } from 'react-router-dom';
import { businessNow } from '../../app/clock.ts';
import { useUnitOptions } from '../../app/names.ts';
import { languageName } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { dayIn, daysOf, ownZone, periodOf, periods, type Period, type ReportQuery } from './period.ts';

const languages = ['zh-CN', 'en', 'es', 'fr', 'de', 'ja', 'ar'];
const zones = (): string[] => ('supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : []);

/** @param plain Only the period, the unit and the zone. */
export function ReportFilters({ query, change, plain, noUnit }: { query: ReportQuery; change: SetURLSearchParams; plain?: boolean; noUnit?: boolean }) {
  const units = useUnitOptions();
  const period = periodOf(query, businessNow());
  const set = (values: Record<string, string | undefined | null>) => change((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(values)) if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace: true });
  const choose = (value: Period) => set(daysOf(value, dayIn(query.zone, businessNow())) ?? { from: query.from, to: query.to });
  const zoneOptions = useMemo(() => [...new Set([ownZone(), 'UTC', query.zone, ...zones()])].map((zone) => ({ value: zone, label: zone })), [query.zone]);
  const unitOptions = units;
  return (
    <div className="filters report-filters" role="group" aria-label={t('report.filters')}>
      <Select className="filter" aria-label={t('report.period')} value={period} onChange={choose} options={periods.map((value) => ({ value, label: t(`report.period.${value}` as Key) }))} />
      <span className="row report-days">
        <Input type="date" aria-label={t('report.from')} value={query.from} max={query.to} onChange={(event) => event.target.value && set({ from: event.target.value, to: query.to })} />
        <span aria-hidden="true">–</span>
        <Input type="date" aria-label={t('report.to')} value={query.to} min={query.from} onChange={(event) => event.target.value && set({ to: event.target.value, from: query.from })} />
      </span>
      {!noUnit && <Select allowClear showSearch optionFilterProp="label" className="filter" placeholder={t('report.unit')} aria-label={t('report.unit')} value={query.unit} onChange={(unit) => set({ unit })} options={unitOptions} />}
      {!plain && <Select allowClear showSearch optionFilterProp="label" className="filter" placeholder={t('report.entrance')} aria-label={t('report.entrance')} value={query.entrance} onChange={(entrance) => set({ entrance })} options={unitOptions} />}
      {!plain && <Select allowClear className="filter" placeholder={t('report.language')} aria-label={t('report.language')} value={query.language} onChange={(language) => set({ language })} options={languages.map((value) => ({ value, label: languageName(value) }))} />}
      <Select showSearch className="filter zone" aria-label={t('report.zone')} value={query.zone} onChange={(zone) => set({ zone })} options={zoneOptions} />
    </div>
  );
}
