/** Calls about what is done: an incident's response, improvement projects, and what anybody of the staff files. */
import { get, post, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type ResponseState = 'open' | 'called' | 'acknowledged' | 'fixed' | 'quiet' | 'closed' | 'merged';
export type IncidentResponse = Words<Shape<'ResponseView'>, { state: ResponseState }>;
export type Affected = Shape<'AffectedView'>;
export type AffectedShow = 'all' | 'spoke' | 'silent' | 'untold' | 'not-put-right' | 'before-asking';
export type PutRightPreview = Shape<'PutRightPreview'>;
export interface PutRight { id: string; message: { 'zh-CN': string; en: string }; gesture?: { fund: string; amount: number; currency: string }; whom: string; needsNothing?: string }
export type ProjectState = 'proposed' | 'accepted' | 'in-progress' | 'shipped' | 'measured' | 'closed';
export type EffectVerdict = 'not-measurable' | 'less' | 'none-shown' | 'more';
interface KnownAim { node?: Record<string, string> | null }
export type Aim = Words<Shape<'AimView'>, KnownAim>;
export type Project = Words<Shape<'ImprovementView'>, { state: ProjectState; aim: Aim; verdict?: EffectVerdict | null }>;
export type Period = Shape<'PeriodView'>;
export type Effect = Words<Shape<'EffectView'>, { verdict: EffectVerdict; after: Period }>;
export type ProjectDetail = Words<Shape<'ImprovementDetail'>, { project: Project; effect?: Effect | null; may: ProjectState[] }>;
export type Obstacle = Words<Shape<'ObstacleView'>, { kind: 'obstacle' | 'voice'; state: 'filed' | 'taken' | 'answered'; node: Record<string, string> }>;
export type ImprovementReport = Shape<'ImprovementReportView'>;

const incident = (id: string, what: string) => `/incidents/${encodeURIComponent(id)}/${what}`;
const project = (id: string, what = '') => `/improvements/${encodeURIComponent(id)}${what}`;
const obstacle = (id: string, what: string) => `/obstacles/${encodeURIComponent(id)}/${what}`;
export const improvements = {
  response: (id: string) => get<IncidentResponse>(incident(id, 'response')),
  affected: (id: string, show: AffectedShow, after?: string) => get<Page<Affected>>(incident(id, 'affected'), { show, limit: 50, after }),
  preview: (id: string, round: PutRight) => post<PutRightPreview>(`${incident(id, 'remedies')}?preview=true`, round),
  putRight: (id: string, round: PutRight) => post<IncidentResponse>(incident(id, 'remedies'), round),
  excuse: (id: string, reason: string, person?: string) => post<IncidentResponse>(incident(id, 'excuses'), { reason, ...(person ? { person } : {}) }),
  close: (id: string, note: string) => post<IncidentResponse>(incident(id, 'response-closings'), { note }),
  projects: (query: Query) => get<Page<Project>>('/improvements', query),
  project: (id: string) => get<ProjectDetail>(project(id)),
  propose: (proposal: Record<string, unknown>) => post<ProjectDetail>('/improvements', proposal),
  step: (id: string, to: ProjectState, note?: string) => post<ProjectDetail>(project(id, '/steps'), { to, ...(note ? { note } : {}) }),
  state: (id: string, statement: string, text: string) => post<ProjectDetail>(project(id, '/statements'), { id: statement, text }),
  helped: (query: Query) => get<Shape<'HelpedView'>>('/helped', query),
  report: () => get<ImprovementReport>('/improvement-report'),
  obstacles: (query: Query) => get<Page<Obstacle>>('/obstacles', query),
  file: (filed: Record<string, unknown>) => post<Obstacle>('/obstacles', filed),
  take: (id: string) => post<Obstacle>(obstacle(id, 'takings')),
  answer: (id: string, answer: string) => post<Obstacle>(obstacle(id, 'answers'), { answer }),
  seen: (id: string) => post<Obstacle>(obstacle(id, 'reads')),
};
