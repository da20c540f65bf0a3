/** One order over all systems, and contacts for each order placed. */
import { get, type Query } from './client.ts';
import type { OrderCard, Shape, Words } from './types.ts';

export const journeySystems = ['order', 'parcel', 'payment', 'conversation', 'case', 'action', 'remedy', 'voice', 'promise'] as const;
export type JourneySystem = (typeof journeySystems)[number];
export type JourneyEntry = Words<Shape<'JourneyEntry'>, { system: JourneySystem; state?: 'kept' | 'at-risk' | 'broken' | null }>;
export type Journey = Words<Shape<'JourneyView'>, { order: OrderCard; entries: JourneyEntry[] }>;
export type ContactRate = Words<Shape<'ContactRateView'>, { by: 'hour' | 'day' }>;

export const journeys = {
  ofOrder: (id: string) => get<Journey>(`/orders/${encodeURIComponent(id)}/journey`),
  contactRate: (query: Query, signal?: AbortSignal) => get<ContactRate>('/contact-rate', query, signal),
};
