import { NavLink } from 'react-router-dom';
import { t } from '../../i18n/language.ts';
import '../../styles/finance.css';

/** The pages of the reports. */
export function ReportPages() {
  return (
    <nav className="finance-pages" aria-label={t('rail.reports')}>
      <NavLink end to="/reports">{t('report.figures')}</NavLink>
      <NavLink to="/reports/layers">{t('layers.open')}</NavLink>
      <NavLink to="/reports/units">{t('unit.title')}</NavLink>
      <NavLink to="/reports/value">{t('value.title')}</NavLink>
      <NavLink to="/reports/deliveries">{t('report.deliveries')}</NavLink>
    </nav>
  );
}
