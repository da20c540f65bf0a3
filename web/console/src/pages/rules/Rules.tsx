import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { useLanguage } from '../../i18n/language.ts';
import { Skeleton } from '../../parts/feedback.tsx';
import { PolicyList } from './PolicyList.tsx';
import '../../styles/rules.css';

const PolicyPage = lazy(() => import('./PolicyPage.tsx'));
const VersionPage = lazy(() => import('./VersionPage.tsx'));
const DecisionPage = lazy(() => import('./DecisionPage.tsx'));

/** Rules as tables: what decides today, what is on its way, and why each decision came out as it did. */
export default function Rules() {
  useLanguage();
  return (
    <div className="page"><div className="page-inner wide">
      <Suspense fallback={<Skeleton rows={12} />}>
        <Routes>
          <Route path="policies/:key" element={<PolicyPage />} />
          <Route path="versions/:id" element={<VersionPage />} />
          <Route path="decisions/:id" element={<DecisionPage />} />
          <Route path="*" element={<PolicyList />} />
        </Routes>
      </Suspense>
    </div></div>
  );
}
