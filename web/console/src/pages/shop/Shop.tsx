import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes, useParams } from 'react-router-dom';
import { isShop, mayWatch, useMe } from '../../app/session.tsx';
import { t, useLanguage, type Key } from '../../i18n/language.ts';
import { Empty, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/finance.css';
import '../../styles/shop.css';

const Score = lazy(() => import('./Score.tsx'));
const Figure = lazy(() => import('./Figure.tsx'));
const History = lazy(() => import('./History.tsx'));
const Promotions = lazy(() => import('./Promotions.tsx'));
const Refunds = lazy(() => import('./Refunds.tsx'));
const Accounts = lazy(() => import('./Accounts.tsx'));
const Statement = lazy(() => import('./Statement.tsx'));
const MyShop = lazy(() => import('../shops/MyShop.tsx'));

const scorePages: [string, Key][] = [['', 'shop.score'], ['history', 'shop.history'], ['promotions', 'shop.promotions']];
const ownPages: [string, Key][] = [['refunds', 'shop.refunds'], ['accounts', 'shop.accounts'], ['decisions', 'shops.mineTab']];

/** A shop's own page: how its customers fare and why, what that opens or blocks, what was refunded, what stands on its accounts. Staff see the first half of any shop. */
export default function Shop() {
  useLanguage();
  const me = useMe();
  const { shop = 'mine' } = useParams();
  const own = shop === 'mine';
  const root = own ? '/shop' : `/shops/${encodeURIComponent(shop)}`;
  if (own ? !isShop(me) : !mayWatch(me)) return <Empty title={t('shop.forbidden')}>{t('shop.forbiddenText')}</Empty>;
  return (
    <div className="page">
      <div className="page-inner wide">
        <nav className="finance-pages" aria-label={t('shop.pages')}>
          {[...scorePages, ...(own ? ownPages : [])].map(([path, title]) => <NavLink key={path} end={path === ''} to={`${root}${path && `/${path}`}`}>{t(title)}</NavLink>)}
        </nav>
        <Suspense fallback={<Skeleton rows={12} />}>
          <Routes>
            <Route index element={<Score shop={shop} root={root} />} />
            <Route path="figures/:key" element={<Figure shop={shop} root={root} />} />
            <Route path="history" element={<History shop={shop} root={root} />} />
            <Route path="promotions" element={<Promotions shop={shop} />} />
            {own && <Route path="refunds" element={<Refunds />} />}
            {own && <Route path="decisions" element={<MyShop />} />}
            {own && <Route path="accounts" element={<Accounts />} />}
            {own && <Route path="accounts/:id" element={<Statement />} />}
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
