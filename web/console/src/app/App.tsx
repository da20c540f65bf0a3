import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import english from 'antd/es/locale/en_US';
import chinese from 'antd/es/locale/zh_CN';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router-dom';
import { useLanguage, type Language } from '../i18n/language.ts';
import { Problem, Skeleton } from '../parts/feedback.tsx';
import { Mishap } from '../parts/Mishap.tsx';
import { ProofProvider } from './proof.tsx';
import { homeOf, SessionProvider, useMe, useSession } from './session.tsx';
import { TourStrip } from '../pages/tour/TourStrip.tsx';
import { Shell } from './Shell.tsx';
import { antTheme, useDark } from './theme.ts';

const SignIn = lazy(() => import('../pages/SignIn.tsx'));
const FirstRun = lazy(() => import('../pages/FirstRun.tsx'));
const Desk = lazy(() => import('../pages/desk/Desk.tsx'));
const Board = lazy(() => import('../pages/board/Board.tsx'));
const Reports = lazy(() => import('../pages/reports/Reports.tsx'));
const Conversations = lazy(() => import('../pages/conversations/Conversations.tsx'));
const ConsumerPage = lazy(() => import('../pages/ConsumerPage.tsx'));
const OrderPage = lazy(() => import('../pages/orders/OrderPage.tsx'));
const ArticlePage = lazy(() => import('../pages/ArticlePage.tsx'));
const Account = lazy(() => import('../pages/account/Account.tsx'));
const Automations = lazy(() => import('../pages/automations/Automations.tsx'));
const Search = lazy(() => import('../pages/search/Search.tsx'));
const Mentions = lazy(() => import('../pages/desk/Mentions.tsx'));
const StandardsReport = lazy(() => import('../pages/standards/StandardsReport.tsx'));
const Cases = lazy(() => import('../pages/cases/Cases.tsx'));
const CasePage = lazy(() => import('../pages/cases/CasePage.tsx'));
const AskedParts = lazy(() => import('../pages/cases/AskedParts.tsx'));
const Finance = lazy(() => import('../pages/finance/Finance.tsx'));
const Shop = lazy(() => import('../pages/shop/Shop.tsx'));
const Rules = lazy(() => import('../pages/rules/Rules.tsx'));
const Shops = lazy(() => import('../pages/shops/Shops.tsx'));
const Voices = lazy(() => import('../pages/voices/Voices.tsx'));
const Incidents = lazy(() => import('../pages/incidents/Incidents.tsx'));
const Improvements = lazy(() => import('../pages/improvements/Improvements.tsx'));
const Obstacles = lazy(() => import('../pages/obstacles/Obstacles.tsx'));
const Listening = lazy(() => import('../pages/listening/Listening.tsx'));
const Andon = lazy(() => import('../pages/andon/Andon.tsx'));
const Systems = lazy(() => import('../pages/systems/Systems.tsx'));
const JourneyPage = lazy(() => import('../pages/orders/JourneyPage.tsx'));
const Wall = lazy(() => import('../pages/wall/Wall.tsx'));
const Tour = lazy(() => import('../pages/tour/Tour.tsx'));
const Settings = lazy(() => import('../pages/settings/Settings.tsx'));

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 15_000, refetchOnWindowFocus: false } },
});
const antLocales: Record<Language, Locale> = { 'zh-CN': chinese, en: english };
/** Messages are part of the page's main landmark, so that a reader that walks landmarks finds them. */
const messagesIn = (): HTMLElement => document.querySelector('main') ?? document.body;
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content || undefined;

function Waiting() {
  return <div className="page"><div className="page-inner"><Skeleton rows={8} /></div></div>;
}

/** Everything but sign-in and first run needs a person; where they wanted to go is kept for after the sign-in. */
function Guarded() {
  const { state, problem, again } = useSession();
  const place = useLocation();
  if (state === 'loading') return <Waiting />;
  if (state === 'failed') return <div className="page-inner"><Problem error={problem} retry={again} /></div>;
  if (state === 'out') {
    const wanted = place.pathname + place.search;
    return <Navigate to={wanted === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(wanted)}`} replace />;
  }
  return (
    <ProofProvider><Shell>
      <Mishap place={place.pathname}><Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="/desk" element={<Desk />} />
          <Route path="/board" element={<Board />} />
          <Route path="/reports/*" element={<Reports />} />
          <Route path="/conversations" element={<Conversations />} />
          <Route path="/consumers/:id" element={<ConsumerPage />} />
          <Route path="/orders/:id" element={<OrderPage />} />
          <Route path="/articles/:id" element={<ArticlePage />} />
          <Route path="/account" element={<Account />} />
          <Route path="/automations" element={<Automations />} />
          <Route path="/search" element={<Search />} />
          <Route path="/mentions" element={<Mentions />} />
          <Route path="/andon/*" element={<Andon />} />
          <Route path="/standards" element={<StandardsReport />} />
          <Route path="/cases" element={<Cases />} />
          <Route path="/cases/:id" element={<CasePage />} />
          <Route path="/asked" element={<AskedParts />} />
          <Route path="/finance/*" element={<Finance />} />
          <Route path="/shop/*" element={<Shop />} />
          <Route path="/shops/:shop/*" element={<Shop />} />
          <Route path="/rules/*" element={<Rules />} />
          <Route path="/shops" element={<Shops />} />
          <Route path="/voices/*" element={<Voices />} />
          <Route path="/incidents/*" element={<Incidents />} />
          <Route path="/improvements/*" element={<Improvements />} />
          <Route path="/obstacles" element={<Obstacles />} />
          <Route path="/listening/*" element={<Listening />} />
          <Route path="/systems" element={<Systems />} />
          <Route path="/orders/:id/journey" element={<JourneyPage />} />
          <Route path="/settings/*" element={<Settings />} />
          <Route path="*" element={<Home />} />
        </Routes>
      </Suspense></Mishap>
    </Shell></ProofProvider>
  );
}
function Home() { return <Navigate to={homeOf(useMe())} replace />; }

export function App() {
  const language = useLanguage();
  const dark = useDark();
  return (
    <ConfigProvider locale={antLocales[language]} theme={antTheme(dark)} csp={nonce ? { nonce } : undefined} button={{ autoInsertSpace: false }}>
      <AntApp component={false} message={{ maxCount: 2, duration: 4, getContainer: messagesIn }}>
        <QueryClientProvider client={queries}>
          <BrowserRouter basename="/console" future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
            <SessionProvider>
              <Suspense fallback={<Waiting />}>
                <Routes>
                  <Route path="/sign-in" element={<SignIn />} />
                  <Route path="/first-run" element={<FirstRun />} />
                  <Route path="/wall" element={<Wall />} />
                  <Route path="/tour" element={<Tour />} />
                  <Route path="*" element={<Guarded />} />
                </Routes>
              </Suspense>
              <TourStrip />
            </SessionProvider>
          </BrowserRouter>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
