/** Calls about rules: what decides today, what is proposed, and what a table would do. */
import { get, post, put, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type VersionState = 'proposed' | 'signed' | 'shadow' | 'canary' | 'effective' | 'retired' | 'declined' | 'withdrawn';
export type PolicyWords = Record<string, Record<string, string>>;
export type VersionLine = Words<Shape<'VersionLine'>, { state: VersionState }>;
export type PolicyLine = Words<Shape<'PolicyLineView'>, { open: VersionLine[] }>;
export type PolicyView = Words<Shape<'PolicyView'>, { open: VersionLine[]; versions: VersionLine[]; words: PolicyWords }>;
export type Version = Words<Shape<'VersionView'>, { state: VersionState; words: PolicyWords }>;
export type Finding = Shape<'FindingView'>;
export type BacktestReport = Shape<'BacktestReport'>;
export type DecisionLine = Shape<'DecisionLine'>;
export type Decision = Shape<'DecisionView'>;
export type PolicyFact = Shape<'FactView'>;
export type Trial = Shape<'TrialView'>;

const at = (id: string, what = '') => `/policy-versions/${encodeURIComponent(id)}${what}`;
export const policies = {
  list: () => get<Page<PolicyLine>>('/policies'),
  one: (key: string) => get<PolicyView>(`/policies/${encodeURIComponent(key)}`),
  facts: (policy: string) => get<Page<PolicyFact>>('/policy-facts', { policy }),
  propose: (key: string, wish: { id: string; title: string; customerView: string; cases?: string[]; conversations?: string[]; decisions?: string[] }) => post<Version>(`/policies/${encodeURIComponent(key)}/versions`, wish),
  version: (id: string) => get<Version>(at(id)),
  draft: (id: string, draft: { dmn: string; words: PolicyWords; basedOn: string }) => put<Version>(at(id, '/draft'), draft),
  answer: (id: string, accept: boolean, words: string) => post<Version>(at(id, '/answers'), { accept, words }),
  backtest: (id: string) => post<BacktestReport>(at(id, '/backtests')),
  sign: (id: string, hash: string, note?: string) => post<Version>(at(id, '/signatures'), { hash, ...(note ? { note } : {}) }),
  shadow: (id: string) => post<Version>(at(id, '/shadow')),
  canary: (id: string, share: number, by: string) => post<Version>(at(id, '/canary'), { share, by }),
  effective: (id: string, from?: string) => post<Version>(at(id, '/effective'), from ? { from } : {}),
  retire: (id: string) => post<Version>(at(id, '/retirement')),
  withdraw: (id: string) => post<Version>(at(id, '/withdrawal')),
  trial: (key: string, dmn: string, words: PolicyWords, facts: unknown) => post<Trial>(`/policies/${encodeURIComponent(key)}/trials`, { dmn, words, facts }),
  decisions: (query: Query, signal?: AbortSignal) => get<Page<DecisionLine>>('/policy-decisions', query, signal),
  decision: (id: string) => get<Decision>(`/policy-decisions/${encodeURIComponent(id)}`),
  replay: (id: string) => post<Shape<'ReplayView'>>(`/policy-decisions/${encodeURIComponent(id)}/replays`),
};
