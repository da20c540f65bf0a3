/** Calls about whole shops: proposals, decisions, appeals. */
import { get, post, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type MeasureKind = 'shop-suspend' | 'shop-reward';
export type MeasureState = 'proposed' | 'declined' | 'withdrawn' | 'applying' | 'refused' | 'in-force' | 'lifting' | 'lifted';
export type Measure = Words<Shape<'ShopMeasureView'>, { kind: MeasureKind; state: MeasureState }>;
export type MyMeasure = Words<Shape<'MyShopMeasure'>, { kind: MeasureKind; state: MeasureState }>;
export type Appeal = Shape<'AppealView'>;
export type ShopChoices = Shape<'ShopRuleChoices'>;
export interface MeasureProposal { id: string; kind: MeasureKind; shop: string; rule: string; words: string; evidence: { kind: 'case' | 'conversation'; id: string }[]; days?: number; reward?: string }

const at = (id: string, step: string) => `/shop-measures/${encodeURIComponent(id)}/${step}`;
export const shops = {
  choices: () => get<ShopChoices>('/shop-rules'),
  list: (query: Query, signal?: AbortSignal) => get<Page<Measure>>('/shop-measures', query, signal),
  propose: (proposal: MeasureProposal) => post<Measure>('/shop-measures', proposal),
  decide: (id: string, approve: boolean, words: string) => post<Measure>(at(id, 'decision'), { approve, words: words || null }),
  withdraw: (id: string) => post<Measure>(at(id, 'withdrawal')),
  lift: (id: string, words: string) => post<Measure>(at(id, 'lifting'), { words }),
  answer: (id: string, grant: boolean, words: string) => post<Measure>(at(id, 'appeal-decision'), { grant, words }),
  mine: () => get<Page<MyMeasure>>('/me/shop-measures', { limit: 100 }),
  appeal: (id: string, words: string) => post<MyMeasure>(`/me/shop-measures/${encodeURIComponent(id)}/appeal`, { words }),
};
