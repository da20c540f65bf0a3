/** Calls about listening in: seats beside those who serve, drafts, notes and what became of them, targets. */
import { get, post, put, type Query } from './client.ts';
import { newId } from './identifiers.ts';
import type { Page, Party, PresenceState, Shape, Words } from './types.ts';

export type SeatState = 'planned' | 'seated' | 'live' | 'debrief' | 'closed' | 'cancelled';
export type SeatMode = 'shadow' | 'assisted' | 'approved';
export type SeatLevel = 'executive' | 'newcomer';
export type NoteKind = 'note' | 'obstacle';
export type NoteState = 'open' | 'answered' | 'obstacle' | 'project';
export type SeatDraft = Words<Shape<'SeatDraftView'>, { state: 'proposed' | 'sent' | 'declined' | 'withdrawn' | 'void'; held?: 'personal' | 'money' | 'link' | 'word' | null }>;
export type SeatNote = Words<Shape<'ListeningNoteView'>, { kind: NoteKind; state: NoteState; level: SeatLevel }>;
export type Seat = Words<Shape<'ListeningSessionView'>, { state: SeatState; mode: SeatMode; level: SeatLevel; drafts?: SeatDraft[] | null; notes?: SeatNote[] | null }>;
export type SeatEntry = Words<Shape<'SeatEntryView'>, { party: Party }>;
export type SeatContact = Words<Shape<'SeatContactView'>, { items: SeatEntry[] }>;
export type SeatHost = Words<Shape<'ListeningHostView'>, { presence: PresenceState }>;
export type SeatProgress = Words<Shape<'ListeningProgressView'>, { level?: SeatLevel | null }>;
export type ListeningReport = Shape<'ListeningReportView'>;
export type SeatPerson = Shape<'ListeningPersonLine'>;
export type ListeningSettings = Shape<'ListeningSettings'>;

const at = (id: string, what = '') => `/listening-sessions/${encodeURIComponent(id)}${what}`;
const draftAt = (id: string, draft: string, what: string) => at(id, `/drafts/${encodeURIComponent(draft)}/${what}`);
export const listening = {
  list: (query: Query) => get<Page<Seat>>('/listening-sessions', query),
  one: (id: string) => get<Seat>(at(id)),
  plan: (id: string, host: string, mode: SeatMode) => post<Seat>('/listening-sessions', { id, host, mode }),
  agree: (id: string) => post<Seat>(at(id, '/agreements')),
  refuse: (id: string) => post<Seat>(at(id, '/refusals')),
  giveUp: (id: string) => post<Seat>(at(id, '/departures')),
  take: (id: string, conversation: string) => post<Seat>(at(id, '/contacts'), { conversation }),
  contact: (id: string, after: number) => get<SeatContact>(at(id, '/contact'), { after, limit: 100 }),
  end: (id: string) => post<Seat>(at(id, '/endings')),
  close: (id: string) => post<Seat>(at(id, '/closings')),
  propose: (id: string, draft: string, text: string) => post<SeatDraft>(at(id, '/drafts'), { id: draft, text }),
  approve: (id: string, draft: string, text?: string) => post<SeatDraft>(draftAt(id, draft, 'approvals'), { text }),
  decline: (id: string, draft: string, reason?: string) => post<SeatDraft>(draftAt(id, draft, 'refusals'), { reason }),
  withdraw: (id: string, draft: string) => post<SeatDraft>(draftAt(id, draft, 'withdrawals')),
  free: (id: string, free: boolean) => put<Seat>(at(id, '/freedom'), { free }),
  note: (id: string, kind: NoteKind, text: string) => post<SeatNote>(at(id, '/notes'), { id: newId(), kind, text }),
  notes: (query: Query) => get<Page<SeatNote>>('/listening-notes', query),
  answer: (id: string, outcome: Exclude<NoteState, 'open'>, text?: string, ref?: string) => post<SeatNote>(`/listening-notes/${encodeURIComponent(id)}/answers`, { outcome, text, ref }),
  hear: () => post<void>('/listening-notes/hearings'),
  hosts: () => get<Page<SeatHost>>('/listening-hosts'),
  progress: () => get<SeatProgress>('/listening-progress'),
  report: (query: Query) => get<ListeningReport>('/listening-report', query),
  settings: () => get<ListeningSettings & { version: number }>('/listening-settings'),
  saveSettings: (settings: ListeningSettings) => put<ListeningSettings>('/listening-settings', settings),
};
