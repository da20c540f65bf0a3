/** Calls of a shop's people about how their customers fare, what was refunded and what stands on their accounts. */
import { get, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type Scorecard = Shape<'ScorecardView'>;
export type Indicator = Words<Shape<'IndicatorView'>, { unit: 'share' | 'seconds' | 'stars' }>;
export type ScoreLine = Shape<'ScoreLineView'>;
export type Behind = Shape<'BehindView'>;
export type BadgeChange = Words<Shape<'BadgeChangeView'>, { what: 'granted' | 'lost' }>;
export type Correction = Shape<'CorrectionView'>;
export type Proof = Shape<'ProofView'>;
export type Promotion = Shape<'PromotionView'>;
export type Eligibility = Shape<'EligibilityView'>;
export type ShopRemedy = Shape<'RemedyView'>;
export type ShopAccount = Shape<'ShopAccountView'>;
export type ShopStatement = Shape<'ShopStatementView'>;

const card = (shop: string) => `/scorecards/${encodeURIComponent(shop)}`;

export const scorecards = {
  read: (shop: string, night?: string) => get<Scorecard>(card(shop), { night }),
  nights: (shop: string) => get<Page<ScoreLine>>(`${card(shop)}/nights`, { limit: 60 }),
  behind: (shop: string, query: Query, signal?: AbortSignal) => get<Page<Behind>>(`${card(shop)}/behind`, query, signal),
  badges: (shop: string) => get<Page<BadgeChange>>(`${card(shop)}/badges`),
  corrections: (shop: string, query: Query, signal?: AbortSignal) => get<Page<Correction>>(`${card(shop)}/corrections`, query, signal),
  proof: (shop: string, night?: string) => get<Proof>(`${card(shop)}/proof`, { night }),
  promotions: () => get<Page<Promotion>>('/promotions'),
  eligibility: (promotion: string, shop: string) => get<Eligibility>(`/promotions/${encodeURIComponent(promotion)}/eligibility`, { shop }),
};

export const ownShop = {
  remedies: (query: Query, signal?: AbortSignal) => get<Page<ShopRemedy>>('/shop/remedies', query, signal),
  accounts: () => get<Page<ShopAccount>>('/shop/accounts'),
  statement: (id: string, seal?: number) => get<ShopStatement>(`/shop/accounts/${encodeURIComponent(id)}/statement`, { seal }),
};
