/** Calls about systems: who owns what is wrong, and whether they have taken it. */
import { get, post, request, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type CallState = 'called' | 'acknowledged' | 'fixed' | 'unreachable' | 'withdrawn';
export type SystemCall = Words<Shape<'SystemCallView'>, { state: CallState }>;
export type SystemRoute = Shape<'SystemRoute'>;
export type SystemView = Shape<'SystemView'>;
export type Registry = Shape<'RegistryView'>;
export type SystemReport = Shape<'SystemReportView'>;
export type SystemReportLine = Shape<'SystemReportLine'>;

const at = (id: string, what = '') => `/system-calls/${encodeURIComponent(id)}${what}`;
export const systems = {
  registry: () => get<Registry>('/systems'),
  change: (registry: unknown) => request<Registry>('PUT', '/systems', { body: registry }),
  calls: (query: Query, signal?: AbortSignal) => get<Page<SystemCall>>('/system-calls', query, signal),
  acknowledge: (id: string) => post<SystemCall>(at(id, '/acknowledgements'), {}),
  fix: (id: string) => post<SystemCall>(at(id, '/fixes'), {}),
  report: (query: Query = {}) => get<SystemReport>('/system-report', query),
};
