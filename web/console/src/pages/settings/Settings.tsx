import { lazy, Suspense, useEffect } from 'react';
import { Navigate, NavLink, Route, Routes, useLocation } from 'react-router-dom';
import { useMe } from '../../app/session.tsx';
import { settingsGroupsOf, settingsPagesOf } from '../../app/settingsPages.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { ApiKeys } from './ApiKeys.tsx';
import { Audit } from './Audit.tsx';
import { Clauses, PauseReasons } from './clauses.tsx';
import { ConsumerKeys } from './ConsumerKeys.tsx';
import { Macros, Tags } from './deskLists.tsx';
import { CaseFieldList, CaseKinds, CaseStatuses } from '../cases/settings.tsx';
import { Articles, CannedReplies, Carriers, Merchants, StaffPage, Teams, Units } from './lists.tsx';
import '../../styles/settings.css';

const Widget = lazy(() => import('./Widget.tsx'));
const Providers = lazy(() => import('./Providers.tsx'));
const Privacy = lazy(() => import('./Privacy.tsx'));
const Mailboxes = lazy(() => import('../connectors/Mailboxes.tsx'));
const Webhooks = lazy(() => import('../connectors/Webhooks.tsx'));
const SystemSettings = lazy(() => import('../systems/SystemSettings.tsx'));
const Surveys = lazy(() => import('./Surveys.tsx'));
const SeatSettings = lazy(() => import('../listening/SeatSettings.tsx'));
const CaseRules = lazy(() => import('../cases/CaseRules.tsx'));
const Hours = lazy(() => import('./Hours.tsx'));
const Import = lazy(() => import('./Import.tsx'));

/** How the service is arranged: one page a thing, each change takes effect at once. */
export default function Settings() {
  useLanguage();
  const me = useMe();
  const pages = settingsPagesOf(me);
  const { pathname } = useLocation();
  // On a phone the list is one line, longer than the screen.
  useEffect(() => { document.querySelector('.settings-nav a.active')?.scrollIntoView({ block: 'nearest', inline: 'center' }); }, [pathname]);
  if (!pages.length) return <Empty title={t('settings.forbidden')}>{t('settings.forbiddenText')}</Empty>;
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t('rail.settings')}>
        {settingsGroupsOf(me).map((group) => (
          <div key={group.title} className="settings-group" role="group" aria-label={t(group.title)}>
            <div className="meta" aria-hidden="true">{t(group.title)}</div>
            {group.pages.map(({ path, title }) => <NavLink key={path} to={`/settings/${path}`}>{t(title)}</NavLink>)}
          </div>
        ))}
      </nav>
      <div className="page settings-page">
        <Suspense fallback={<div className="settings-pad"><Skeleton rows={8} /></div>}>
          <Routes>
            <Route path="units" element={<Units />} />
            <Route path="merchants" element={<Merchants />} />
            <Route path="carriers" element={<Carriers />} />
            <Route path="teams" element={<Teams />} />
            <Route path="staff" element={<StaffPage />} />
            <Route path="standards" element={<Clauses />} />
            <Route path="hours" element={<Hours />} />
            <Route path="pause-reasons" element={<PauseReasons />} />
            <Route path="case-rules" element={<CaseRules />} />
            <Route path="case-statuses" element={<CaseStatuses />} />
            <Route path="case-kinds" element={<CaseKinds />} />
            <Route path="case-fields" element={<CaseFieldList />} />
            <Route path="canned-replies" element={<CannedReplies />} />
            <Route path="macros" element={<Macros />} />
            <Route path="tags" element={<Tags />} />
            <Route path="articles" element={<Articles />} />
            <Route path="widget" element={<Widget />} />
            <Route path="surveys" element={<Surveys />} />
            <Route path="listening" element={<SeatSettings />} />
            <Route path="api-keys" element={<ApiKeys />} />
            <Route path="consumer-keys" element={<ConsumerKeys />} />
            <Route path="sign-in-providers" element={<Providers />} />
            <Route path="privacy" element={<Privacy />} />
            <Route path="mailboxes" element={<Mailboxes />} />
            <Route path="webhooks" element={<Webhooks />} />
            <Route path="systems" element={<SystemSettings />} />
            <Route path="import" element={<Import />} />
            <Route path="audit" element={<Audit />} />
            <Route path="*" element={<Navigate to={`/settings/${pages[0]!.path}`} replace />} />
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
