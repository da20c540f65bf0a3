/** Calls about cases. Each change carries an id of its own: pressing twice, or again after a lost answer, is one change. */
import { get, post, put, request, type Query } from './client.ts';
import type { AskedPart, Case, CaseBulkAnswer, CaseSettings, Page, TimelineItem } from './types.ts';

export interface NewCase { id: string; subject?: string; conversation?: string; order?: string; person?: string; kind?: string; priority?: string; unit?: string; promiseAt?: string; promiseWords?: string }
/** What can be done to a case, by the last word of its address. */
export type CaseDeed =
  | 'transfers' | 'acceptances' | 'refusals' | 'withdrawals' | 'settlements' | 'promises' | 'parts' | 'notes' | 'closures' | 'reopenings'
  | 'statuses' | 'assignments' | 'keepers' | 'merges' | 'partings' | 'splits' | 'links' | 'conversations';

/** The same for many; what is left out stays as it is. */
export interface CaseBulkChange { status?: string; staff?: string; priority?: string; transferTo?: string; reason?: string; addTags?: string[]; outcome?: string }

export const cases = {
  list: (query: Query, signal?: AbortSignal) => get<Page<Case>>('/cases', query, signal),
  one: (id: string) => get<Case>(`/cases/${id}`),
  timeline: (id: string, after?: string) => get<Page<TimelineItem>>(`/cases/${id}/timeline`, { after, limit: 50 }),
  open: (facts: NewCase) => post<Case>('/cases', facts),
  act: (id: string, deed: CaseDeed, clientId: string, facts: Record<string, unknown>) => post<Case>(`/cases/${id}/${deed}`, { clientId, ...facts }),
  describe: (id: string, clientId: string, facts: { subject?: string; kind?: string; priority?: string }) => request<Case>('PATCH', `/cases/${id}`, { body: { clientId, ...facts } }),
  fields: (id: string, clientId: string, values: Record<string, string | null>) => request<Case>('PATCH', `/cases/${id}/fields`, { body: { clientId, values } }),
  tags: (id: string, clientId: string, tags: string[]) => put<Case>(`/cases/${id}/tags`, { clientId, tags }),
  answerPart: (id: string, part: string, clientId: string, answer: string) => post<Case>(`/cases/${id}/parts/${part}/answers`, { clientId, answer }),
  bulk: (clientId: string, ids: string[], change: CaseBulkChange) => post<CaseBulkAnswer>('/cases/bulk', { clientId, cases: ids, ...change }),
  unlink: (id: string, kind: string, other: string) => request<Case>('DELETE', `/cases/${id}/links/${kind}/${other}`),
  settings: () => get<CaseSettings>('/case-settings'),
  saveSettings: (settings: CaseSettings) => put<CaseSettings>('/case-settings', settings),
};
export const askedParts = {
  list: (open: boolean, after?: string) => get<Page<AskedPart>>('/case-parts', { open, after, limit: 50 }),
  answer: (id: string, clientId: string, answer: string) => post<AskedPart>(`/case-parts/${id}/answers`, { clientId, answer }),
};
