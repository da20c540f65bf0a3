import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes } from 'react-router-dom';
import { mayPull, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { Standing } from './Standing.tsx';
import '../../styles/finance.css';
import '../../styles/incidents.css';
import '../../styles/reports.css';
import '../../styles/andon.css';

const PullPage = lazy(() => import('./PullPage.tsx'));
const Launches = lazy(() => import('./Launches.tsx'));
const Counted = lazy(() => import('./Counted.tsx'));
const Report = lazy(() => import('./Report.tsx'));

/** What the front line stopped, who has it, and what became of it. */
export default function Andon() {
  useLanguage();
  if (!mayPull(useMe())) return <Empty title={t('voice.forbidden')}>{t('andon.forbiddenText')}</Empty>;
  return (
    <div className="page"><div className="page-inner wide andon">
      <nav className="finance-pages" aria-label={t('rail.andon')}>
        <NavLink end to="/andon">{t('andon.standing')}</NavLink>
        <NavLink to="/andon/launches">{t('andon.launches')}</NavLink>
        <NavLink to="/andon/report">{t('andon.report')}</NavLink>
      </nav>
      <Suspense fallback={<Skeleton rows={12} />}>
        <Routes>
          <Route path="launches" element={<Launches />} />
          <Route path="report" element={<Report />} />
          <Route path="counted" element={<Counted />} />
          <Route path=":id" element={<PullPage />} />
          <Route path="*" element={<Standing />} />
        </Routes>
      </Suspense>
    </div></div>
  );
}
