/** Calls to act on orders: what is allowed, what it would do, doing it. */
import { get, post, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type ActionSchema = { properties: Record<string, { title: string; type: string; enum?: string[]; format?: string }>; required?: string[] };
export type ActionOffer = Words<Shape<'ActionOffer'>, { schema: ActionSchema }>;
export type Instrument = Shape<'InstrumentLabel'>;
export type Offers = Words<Shape<'OrderOffers'>, { items: ActionOffer[] }>;
export type Preview = Words<Shape<'PreviewView'>, { consent: Words<Shape<'ConsentView'>, { state: 'not-needed' | 'asked' | 'given' | 'used' | 'expired' }> }>;
export type ActionState = 'waiting-approval' | 'collecting' | 'executing' | 'unknown' | 'done' | 'refused' | 'declined';
export type ServiceAction = Words<Shape<'ActionView'>, { state: ActionState }>;
export interface ActionWish { kind: string; arguments: unknown; conversation?: string; case?: string; override?: { reason: string } }

export const actions = {
  offers: (order: string) => get<Offers>(`/orders/${order}/offers`),
  ofOrder: (order: string) => get<Page<ServiceAction>>(`/orders/${order}/actions`),
  one: (id: string) => get<ServiceAction>(`/actions/${encodeURIComponent(id)}`),
  preview: (order: string, wish: ActionWish) => post<Preview>(`/orders/${order}/previews`, wish),
  previewAsItStands: (id: string) => get<Preview>(`/previews/${id}`),
  ask: (conversation: string, preview: string, clientId: string) => post<unknown>(`/conversations/${conversation}/consent-questions`, { preview, clientId }),
  act: (order: string, id: string, wish: ActionWish, preview: string, reason?: string) =>
    post<ServiceAction>(`/orders/${order}/actions?wait=8`, { id, ...wish, preview, ...(reason ? { reason } : {}) }),
  decide: (id: string, approve: boolean, reason?: string) => post<ServiceAction>(`/actions/${encodeURIComponent(id)}/approvals`, { approve, ...(reason ? { reason } : {}) }),
  authorityShare: (query: Query, signal?: AbortSignal) => get<Shape<'AuthorityShare'>>('/authority-share', query, signal),
  waiting: () => get<Page<ServiceAction>>('/actions', { state: 'waiting-approval' }),
};
