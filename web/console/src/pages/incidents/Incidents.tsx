import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes } from 'react-router-dom';
import { mayListen, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { IncidentList } from './IncidentList.tsx';
import '../../styles/board.css';
import '../../styles/finance.css';
import '../../styles/reports.css';
import '../../styles/voices.css';
import '../../styles/incidents.css';

const IncidentPage = lazy(() => import('./IncidentPage.tsx'));
const Ledger = lazy(() => import('./Ledger.tsx'));

/** What is newly wrong, for whom and since when; and how often we saw it, or did not. */
export default function Incidents() {
  useLanguage();
  if (!mayListen(useMe())) return <Empty title={t('voice.forbidden')}>{t('voice.forbiddenText')}</Empty>;
  return (
    <div className="page"><div className="page-inner wide incidents">
      <nav className="finance-pages" aria-label={t('rail.incidents')}>
        <NavLink end to="/incidents">{t('incidents.list')}</NavLink>
        <NavLink to="/incidents/ledger">{t('incidents.ledger')}</NavLink>
      </nav>
      <Suspense fallback={<Skeleton rows={12} />}>
        <Routes>
          <Route path="ledger" element={<Ledger />} />
          <Route path=":id" element={<IncidentPage />} />
          <Route path="*" element={<IncidentList />} />
        </Routes>
      </Suspense>
    </div></div>
  );
}
