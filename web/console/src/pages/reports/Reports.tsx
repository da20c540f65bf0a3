import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { mayWatch, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { ReportPages } from './ReportPages.tsx';
import { ReportOverview } from './ReportOverview.tsx';
import '../../styles/board.css';
import '../../styles/conversations.css';
import '../../styles/reports.css';

const Units = lazy(() => import('./Units.tsx'));
const Deeds = lazy(() => import('./Deeds.tsx'));
const Value = lazy(() => import('./Value.tsx'));
const ValueLines = lazy(() => import('./ValueLines.tsx'));
const Behind = lazy(() => import('./Behind.tsx'));
const Layers = lazy(() => import('./Layers.tsx'));
const Deliveries = lazy(() => import('./Deliveries.tsx'));

/** What the service did for people in a period: figures with their meanings, each of which opens to what it counts. */
export default function Reports() {
  useLanguage();
  if (!mayWatch(useMe())) return <Empty title={t('report.forbidden')}>{t('report.forbiddenText')}</Empty>;
  return (
    <div className="page">
      <div className="page-inner wide reports">
        <ReportPages />
        <Suspense fallback={<Skeleton rows={12} />}>
          <Routes>
            <Route path="behind" element={<Behind />} />
            <Route path="layers" element={<Layers />} />
            <Route path="units" element={<Units />} />
            <Route path="deeds" element={<Deeds />} />
            <Route path="value" element={<Value />} />
            <Route path="value/lines" element={<ValueLines />} />
            <Route path="deliveries" element={<Deliveries />} />
            <Route path="*" element={<ReportOverview />} />
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
