import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { useLanguage } from '../../i18n/language.ts';
import { Skeleton } from '../../parts/feedback.tsx';
import { ProjectBoard } from './ProjectBoard.tsx';
import '../../styles/incidents.css';
import '../../styles/improvements.css';

const Helped = lazy(() => import('./Helped.tsx'));
const ProjectPage = lazy(() => import('./ProjectPage.tsx'));

/** Improvement projects: from somebody's proposal to an effect that was measured. */
export default function Improvements() {
  useLanguage();
  return (
    <div className="page"><div className="page-inner wide improvements">
      <Suspense fallback={<Skeleton rows={12} />}>
        <Routes>
          <Route path="helped" element={<Helped />} />
          <Route path=":id" element={<ProjectPage />} />
          <Route path="*" element={<ProjectBoard />} />
        </Routes>
      </Suspense>
    </div></div>
  );
}
