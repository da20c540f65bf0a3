import { lazy, Suspense } from 'react';
import { Navigate, NavLink, Route, Routes } from 'react-router-dom';
import { mayAnswerListeners, mayAskForSeat, mayLookAfterSeats, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/finance.css';
import '../../styles/incidents.css';
import '../../styles/improvements.css';
import '../../styles/listening.css';

const Mine = lazy(() => import('./Mine.tsx'));
const SeatPage = lazy(() => import('./SeatPage.tsx'));
const Notes = lazy(() => import('./Notes.tsx'));
const Sessions = lazy(() => import('./Sessions.tsx'));
const Report = lazy(() => import('./Report.tsx'));

/** A seat beside those who serve, and what came of it. */
export default function Listening() {
  useLanguage();
  const me = useMe();
  const [sits, answers, looks] = [mayAskForSeat(me), mayAnswerListeners(me), mayLookAfterSeats(me)];
  if (!sits && !answers && !looks) return <Empty title={t('voice.forbidden')}>{t('listening.forbiddenText')}</Empty>;
  return (
    <div className="page"><div className="page-inner wide listening">
      <nav className="finance-pages" aria-label={t('rail.listening')}>
        {sits && <NavLink end to="/listening">{t('listening.mine')}</NavLink>}
        {answers && <NavLink to="/listening/notes">{t('listening.notes')}</NavLink>}
        {looks && <NavLink to="/listening/sessions">{t('listening.sessions')}</NavLink>}
        {looks && <NavLink to="/listening/report">{t('listening.report')}</NavLink>}
      </nav>
      <Suspense fallback={<Skeleton rows={12} />}>
        <Routes>
          <Route path="notes" element={<Notes />} />
          <Route path="sessions" element={<Sessions />} />
          <Route path="report" element={<Report />} />
          <Route path=":id" element={<SeatPage />} />
          <Route path="*" element={sits ? <Mine /> : <Navigate to={answers ? '/listening/notes' : '/listening/sessions'} replace />} />
        </Routes>
      </Suspense>
    </div></div>
  );
}
