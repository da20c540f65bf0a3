/** Calls about incidents: what is newly wrong, and how well we noticed. */
import { get, post, type Query } from './client.ts';
import type { Instant, Money, Page } from './types.ts';
import type { VoiceView } from './voices.ts';

export type IncidentKind = 'obstacle' | 'anomaly' | 'coordination' | 'opportunity';
export type IncidentState = 'open' | 'closed' | 'merged';
export type Verdict = 'real' | 'false';
export interface IncidentOwner { id?: string | null; name?: string | null; unit?: string | null }
export interface Incident {
  id: string; kind: IncidentKind; state: IncidentState; title: string; node: Record<string, string>; nodeTitle: Record<string, string>;
  stage?: string | null; reason?: string | null; reasonTitle?: string | null; onset: Instant; raisedAt: Instant; closedAt?: Instant | null; lastAt: Instant;
  voices: number; customers: number; expected: number; growth: number; severity: number; moneyAtRisk: Money[]; owner?: IncidentOwner | null;
  verdict?: Verdict | null; reopened: number | boolean; trend: number[]; example?: string | null;
}
export interface IncidentPoint { at: Instant; count: number; expected: number }
export interface Cause { kind: string; at: Instant; title: string; ref?: string | null; node?: Record<string, string> | null; score: number }
export interface IncidentEvent { at: Instant; what: string; by?: string | null; note?: string | null }
export interface IncidentDetail extends Omit<Incident, 'trend'> {
  trend: IncidentPoint[]; examples: VoiceView[]; causes: Cause[]; words: { word: string; score: number }[]; history: IncidentEvent[]; mergedFrom: string[];
}
export interface Miss { id: string; title: string; onset: Instant; seenAt: Instant; stage?: string | null; reason?: string | null; node?: Record<string, string> | null; note?: string | null }
export interface LedgerDay { day: string; alerts: number; real: number; false: number; misses: number }
export interface IncidentLedger {
  alerts: number; real: number; false: number; waiting: number; misses: number; precision?: number | null; missRate?: number | null; delayMinutesMedian?: number | null; days: LedgerDay[];
}

const at = (id: string, what = '') => `/incidents/${encodeURIComponent(id)}${what}`;
export const incidents = {
  list: (query: Query, signal?: AbortSignal) => get<Page<Incident>>('/incidents', query, signal),
  one: (id: string) => get<IncidentDetail>(at(id)),
  judge: (id: string, verdict: Verdict, kind?: IncidentKind, note?: string) => post<IncidentDetail>(at(id, '/verdicts'), { verdict, ...(kind ? { kind } : {}), ...(note ? { note } : {}) }),
  own: (id: string, owner: { staff?: string; unit?: string }) => post<IncidentDetail>(at(id, '/owners'), owner),
  merge: (id: string, into: string) => post<IncidentDetail>(at(id, '/merges'), { into }),
  close: (id: string, note: string) => post<IncidentDetail>(at(id, '/closings'), { note }),
  reopen: (id: string, note: string) => post<IncidentDetail>(at(id, '/reopenings'), { note }),
  ledger: (query: Query) => get<IncidentLedger>('/incident-ledger', query),
  misses: () => get<Page<Miss>>('/incident-misses'),
  recordMiss: (miss: Partial<Miss>) => post<Miss>('/incident-misses', miss),
};
