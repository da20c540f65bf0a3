/** Calls about incidents: what is newly wrong, and how well we noticed. */
import { get, post, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';
import type { VoiceView } from './voices.ts';

export type IncidentKind = 'obstacle' | 'anomaly' | 'coordination' | 'opportunity';
export type IncidentState = 'open' | 'closed' | 'merged';
export type Verdict = 'real' | 'false';
interface Known { kind: IncidentKind; state: IncidentState; verdict?: Verdict | null; node: Record<string, string>; nodeTitle: Record<string, string> }
export type Incident = Words<Shape<'IncidentView'>, Known>;
export type Cause = Shape<'IncidentCauseView'>;
export type IncidentDetail = Words<Shape<'IncidentDetail'>, Known & { examples: VoiceView[] }>;
export type Miss = Shape<'IncidentMissView'>;
export type IncidentLedger = Shape<'IncidentLedgerView'>;

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
