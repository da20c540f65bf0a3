/** Calls about the cord: pulls, what the business answers, launches and their gate. */
import { get, post, type Query } from './client.ts';
import { newId } from './identifiers.ts';
import type { Page, Shape, Words } from './types.ts';

export type TargetKind = 'launch' | 'campaign' | 'listing' | 'coupon' | 'policy' | 'version';
export type PullState = 'pulled' | 'acknowledged' | 'investigating' | 'change-agreed' | 'changed' | 'rejected-with-reason' | 'released' | 'withdrawn';
export type PullAnswer = 'investigating' | 'change-agreed' | 'rejected-with-reason';
export interface Target { kind: TargetKind; id: string; title?: string | null }
export type Pull = Words<Shape<'PullView'>, { target: Target; state: PullState; overdue?: 'acknowledge' | 'decide' | null; outcome?: 'changed' | 'rejected' | 'withdrawn' | null }>;
export type PullStep = Shape<'PullStepView'>;
export type Launch = Words<Shape<'LaunchView'>, { kind: TargetKind; state: 'registered' | 'launched'; gate: 'clear' | 'blocked' }>;
export type PullDetail = Words<Shape<'PullDetail'>, { pull: Pull; beside: Pull[]; launch?: Launch | null }>;
export type Suggestion = Words<Shape<'PullSuggestion'>, { kind: TargetKind; why: 'order' | 'conversation' | 'incident' | 'launch' | 'recent' }>;
export type PullFigures = Shape<'PullFigures'>;
export type PullReport = Shape<'PullReport'>;
/** Where a pull comes from. */
export interface PullSource { conversation?: string; case?: string; incident?: string }

const at = (id: string, what = '') => `/pulls/${encodeURIComponent(id)}${what}`;
export const andon = {
  list: (query: Query, signal?: AbortSignal) => get<Page<Pull>>('/pulls', query, signal),
  one: (id: string) => get<PullDetail>(at(id)),
  suggest: (source: PullSource) => get<Suggestion[]>('/pull-suggestions', { ...source }),
  pull: (id: string, target: Target, harm: string, source: PullSource) => post<Pull>('/pulls', { id, target, harm, ...source }),
  withdraw: (id: string) => post<Pull>(at(id, '/withdrawals'), {}),
  acknowledge: (id: string) => post<Pull>(at(id, '/acknowledgements'), {}),
  answer: (id: string, answer: PullAnswer, words: string) => post<Pull>(at(id, '/answers'), { id: newId(), answer, words: words || undefined }),
  change: (id: string, words: string, link?: string, file?: string) => post<Pull>(at(id, '/changes'), { id: newId(), words, link, file }),
  release: (id: string, yes: boolean, words: string) => post<Pull>(at(id, '/releases'), { id: newId(), yes, words: words || undefined }),
  launches: (query: Query) => get<Page<Launch>>('/launches', query),
  launch: (id: string) => get<Launch>(`/launches/${encodeURIComponent(id)}`),
  report: (query: Query) => get<PullReport>('/pull-report', query),
};
