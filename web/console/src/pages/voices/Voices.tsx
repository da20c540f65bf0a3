import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes } from 'react-router-dom';
import { mayJudge, mayListen, useMe } from '../../app/session.tsx';
import { t, useLanguage, type Key } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/board.css';
import '../../styles/finance.css';
import '../../styles/reports.css';
import '../../styles/voices.css';

const Explore = lazy(() => import('./Explore.tsx'));
const Tree = lazy(() => import('./Tree.tsx'));
const Labels = lazy(() => import('./Labels.tsx'));
const Models = lazy(() => import('./Models.tsx'));

const pages: [string, Key][] = [['', 'voices.explore'], ['labels', 'voices.labels'], ['tree', 'voices.tree'], ['models', 'voices.models']];

/** Where the marketplace is heard: what customers say, what it is about, and how well we understand it. */
export default function Voices() {
  useLanguage();
  const me = useMe();
  if (!mayListen(me)) return <Empty title={t('voice.forbidden')}>{t('voice.forbiddenText')}</Empty>;
  return (
    <div className="page"><div className="page-inner wide voices">
      <nav className="finance-pages" aria-label={t('rail.voices')}>
        {pages.filter(([path]) => path === '' || path === 'tree' || mayJudge(me)).map(([path, title]) => <NavLink key={path} end={path === ''} to={`/voices${path && `/${path}`}`}>{t(title)}</NavLink>)}
      </nav>
      <Suspense fallback={<Skeleton rows={12} />}>
        <Routes>
          <Route path="tree" element={<Tree />} />
          <Route path="labels" element={<Labels />} />
          <Route path="models" element={<Models />} />
          <Route path="*" element={<Explore />} />
        </Routes>
      </Suspense>
    </div></div>
  );
}
