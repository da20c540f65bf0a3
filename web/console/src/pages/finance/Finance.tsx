import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes } from 'react-router-dom';
import { mayKeepBooks, useMe } from '../../app/session.tsx';
import { t, useLanguage, type Key } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import { BooksPage } from './BooksPage.tsx';
import '../../styles/board.css';
import '../../styles/finance.css';
import '../../styles/reports.css';

const Accounts = lazy(() => import('./Accounts.tsx'));
const Statement = lazy(() => import('./StatementPage.tsx'));
const Journal = lazy(() => import('./Journal.tsx'));
const Funds = lazy(() => import('./Funds.tsx'));
const Seals = lazy(() => import('./Seals.tsx'));
const Payments = lazy(() => import('./Payments.tsx'));
const Remedies = lazy(() => import('./Remedies.tsx'));
const Value = lazy(() => import('../reports/Value.tsx'));
const ValueLines = lazy(() => import('../reports/ValueLines.tsx'));
const Advances = lazy(() => import('./Advances.tsx'));

const pages: [string, Key][] = [['', 'finance.books'], ['accounts', 'finance.accounts'], ['journal', 'finance.journal'], ['funds', 'finance.funds'], ['seals', 'finance.seals'], ['payments', 'finance.payments'], ['remedies', 'finance.remedies'], ['advances', 'finance.advances'], ['value', 'value.title']];

/** The books: who has what, who owes what, what moved, and whether it all adds up. */
export default function Finance() {
  useLanguage();
  if (!mayKeepBooks(useMe())) return <Empty title={t('finance.forbidden')}>{t('finance.forbiddenText')}</Empty>;
  return (
    <div className="page">
      <div className="page-inner wide">
        <nav className="finance-pages" aria-label={t('finance.pages')}>
          {pages.map(([path, title]) => <NavLink key={path} end={path === ''} to={`/finance${path && `/${path}`}`}>{t(title)}</NavLink>)}
        </nav>
        <Suspense fallback={<Skeleton rows={12} />}>
          <Routes>
            <Route path="accounts" element={<Accounts />} />
            <Route path="accounts/:id" element={<Statement />} />
            <Route path="journal" element={<Journal />} />
            <Route path="funds" element={<Funds />} />
            <Route path="seals" element={<Seals />} />
            <Route path="payments" element={<Payments />} />
            <Route path="remedies" element={<Remedies />} />
            <Route path="value" element={<Value />} />
            <Route path="value/lines" element={<ValueLines />} />
            <Route path="advances" element={<Advances />} />
            <Route path="*" element={<BooksPage />} />
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
