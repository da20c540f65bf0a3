/** Every call of the console in one place, by the words of the contract. */
import { download, get, post, put, remove, request, type Query } from './client.ts';
import { newId } from './identifiers.ts';
import type {
  AccountSecurity, AuditCheck, Enrolment, PendingSignIn, PersonRecords, PrivacyRequest, PushSettings, Provider, ProviderCheck, ProviderFacts, RecoveryCodes, RevealPolicy, RevealedField, SecondFactorEntered, SignInOptions,
  ApiKey, Article, AuditRow, Board, CannedReply, Carrier, Consumer, ConsumerKey, Conversation, ConversationRow, Entry, FileLink, FirstRun,
  ImportPreview, ImportResult, Inbox, Merchant, NewApiKey, NewMessage, Order, OrderCard, Page, Presence, PresenceState, SearchHit, Session,
  Staff, Team, Tenant, TimelineItem, Unit, AtRisk, Automation, AutomationDraft, AutomationGrammar, AutomationRun, AutomationTest, Loan,
  Calendar, Clause, PauseReason, ServiceClock, StandardReport,
} from './types.ts';
import type { CaseLine, ClockBehind, ContactLine, FigureInfo, Overview, ReportDelivery, ReportSchedule, SurveyFrame, SurveyRules, Trend } from './types.ts';

export const session = {
  current: () => request<Session>('GET', '/session', { quiet401: true }),
  signIn: (tenant: string, email: string, password: string) =>
    request<Session | PendingSignIn>('POST', '/sessions', { body: { tenant, email, password }, quiet401: true }),
  options: (tenant: string) => request<SignInOptions>('GET', '/sign-in-options', { query: { tenant }, quiet401: true }),
  external: (tenant: string, provider: string, returnTo: string) => request<{ address: string }>('POST', '/sessions/external', { body: { tenant, provider, returnTo }, quiet401: true }),
  secondFactor: (code: string) => request<SecondFactorEntered>('POST', '/sessions/second-factor', { body: { code }, quiet401: true }),
  enrol: () => request<Enrolment>('POST', '/sessions/second-factor/enrolment', { body: {}, quiet401: true }),
  prove: (proof: { password?: string; code?: string }) => post<void>('/session/proof', proof),
  signOut: () => remove('/session'),
  firstRun: (facts: FirstRun) => request<Session>('POST', '/first-run', { body: facts, quiet401: true }),
};

export const account = {
  security: () => get<AccountSecurity>('/account/security'),
  enrol: () => post<Enrolment>('/account/second-factor'),
  confirm: (code: string) => post<RecoveryCodes>('/account/second-factor/confirmation', { code }),
  takeAway: () => remove('/account/second-factor'),
  newCodes: () => post<RecoveryCodes>('/account/recovery-codes'),
  end: (id: string) => remove(`/account/sessions/${id}`),
  endOthers: () => remove('/account/sessions'),
};
export const providers = {
  list: () => get<Page<Provider>>('/identity-providers'),
  save: (id: string, provider: ProviderFacts) => put<Provider>(`/identity-providers/${id}`, provider),
  remove: (id: string) => remove(`/identity-providers/${id}`),
  check: (id: string) => post<ProviderCheck>(`/identity-providers/${id}/check`),
  policy: () => get<{ requiredRoles: string[] }>('/second-factor-policy'),
  savePolicy: (requiredRoles: string[]) => put<{ requiredRoles: string[] }>('/second-factor-policy', { requiredRoles }),
};

export const conversations = {
  list: (query: Query, signal?: AbortSignal) => get<Page<ConversationRow>>('/conversations', query, signal),
  one: (id: string) => get<Conversation>(`/conversations/${id}`),
  entries: (id: string, after: number, limit: number) =>
    get<{ items: Entry[]; newest: number }>(`/conversations/${id}/entries`, { after, limit }),
  say: (id: string, message: NewMessage) => post<Entry>(`/conversations/${id}/messages`, message),
  read: (id: string, sequence: number) => post<void>(`/conversations/${id}/reads`, { sequence }),
  transfer: (id: string, to: { unit?: string; staff?: string }, reason: string, clientId: string) =>
    post<Conversation>(`/conversations/${id}/transfers`, { clientId, ...to, reason }),
  close: (id: string) => post<Conversation>(`/conversations/${id}/closures`, { clientId: newId() }),
  assign: (id: string, staff: string | null) => post<Conversation>(`/conversations/${id}/assignments`, { staff }),
};

export async function uploadFile(file: File): Promise<FileLink> {
  const form = new FormData();
  form.append('file', file, file.name);
  return request<FileLink>('POST', '/files', { body: form });
}

export const inbox = {
  read: () => get<Inbox>('/inbox'),
  presence: (state: PresenceState) => put<Presence>('/presence', { state }),
  accept: (offer: string, conversation: string) => post<Conversation>(`/offers/${offer}/acceptances`, { conversation }),
  decline: (offer: string, reason?: string) => post<void>(`/offers/${offer}/refusals`, { reason }),
};

export const consumers = {
  one: (id: string, conversation?: string) => get<Consumer>(`/consumers/${id}`, { conversation }),
  reveal: (id: string, field: string, reason: string, conversation?: string) => post<RevealedField>(`/consumers/${id}/reveals`, { id: newId(), field, reason, conversation }),
  records: (id: string) => get<PersonRecords>(`/consumers/${id}/records`),
  join: (id: string, other: string, reason: string) => post<void>(`/consumers/${id}/merges`, { id: newId(), other, reason }),
  part: (id: string, merged: string) => remove(`/consumers/${id}/merges/${merged}`),
  askPrivacy: (id: string, kind: 'export' | 'erasure') => post<PrivacyRequest>(`/consumers/${id}/privacy-requests`, { id: newId(), kind }),
  timeline: (id: string, after?: string, narrow: { kind?: string; unit?: string } = {}) => get<Page<TimelineItem>>(`/consumers/${id}/timeline`, { ...narrow, after, limit: 50 }),
  orders: (id: string) => get<Page<OrderCard>>(`/consumers/${id}/orders`),
};
export const orders = {
  one: (id: string) => get<Order>(`/orders/${id}`),
  timeline: (id: string, after?: string, narrow: { kind?: string; unit?: string } = {}) => get<Page<TimelineItem>>(`/orders/${id}/timeline`, { ...narrow, after, limit: 50 }),
};

export const search = (q: string, signal?: AbortSignal, kinds = 'conversation,order,consumer,article,case') =>
  get<Page<SearchHit>>('/search', { q, kinds, limit: 20 }, signal);
export const board = {
  read: () => get<Board>('/board'),
  conversations: (query: Query) => get<Page<ConversationRow>>('/board/conversations', query),
};
export const reports = {
  figures: () => get<Page<FigureInfo>>('/reports/figures'),
  overview: (query: Query, signal?: AbortSignal) => get<Overview>('/reports/overview', query, signal),
  trend: (query: Query, signal?: AbortSignal) => get<Trend>('/reports/trend', query, signal),
  contacts: (query: Query, signal?: AbortSignal) => get<Page<ContactLine>>('/reports/contacts', query, signal),
  cases: (query: Query, signal?: AbortSignal) => get<Page<CaseLine>>('/reports/cases', query, signal),
  clocks: (query: Query, signal?: AbortSignal) => get<Page<ClockBehind>>('/reports/clocks', query, signal),
  schedules: () => get<Page<ReportSchedule>>('/reports/schedules'),
  saveSchedule: (schedule: Partial<ReportSchedule>) => post<ReportSchedule>('/reports/schedules', schedule),
  removeSchedule: (id: string) => remove(`/reports/schedules/${id}`),
  deliveries: (after?: string) => get<Page<ReportDelivery>>('/reports/deliveries', { after, limit: 30 }),
};
export const surveys = {
  rules: () => get<SurveyRules>('/surveys/rules'),
  saveRules: (rules: Partial<SurveyRules>) => put<SurveyRules>('/surveys/rules', rules),
  frame: (query: Query) => get<SurveyFrame>('/surveys/frame', query),
};
export const push = {
  read: () => get<PushSettings>('/push-settings'),
  save: (enabled: boolean) => put<PushSettings>('/push-settings', { enabled }),
};
export const cannedReplies = {
  list: (after?: string) => get<Page<CannedReply>>('/canned-replies', { limit: 200, after }),
  save: (reply: CannedReply) => post<CannedReply>('/canned-replies', reply),
  remove: (id: string) => remove(`/canned-replies/${id}`),
};
export const articles = {
  list: (after?: string) => get<Page<Article>>('/knowledge-articles', { limit: 200, after }),
  one: (id: string) => get<Article>(`/knowledge-articles/${id}`),
  save: (article: Article, isNew: boolean) =>
    isNew ? post<Article>('/knowledge-articles', article) : put<Article>(`/knowledge-articles/${article.id}`, article),
};

function collection<T>(path: string) {
  return {
    list: (after?: string) => get<Page<T>>(path, { limit: 200, after }),
    save: (thing: T) => post<T>(path, thing),
    remove: (id: string) => remove(`${path}/${encodeURIComponent(id)}`),
  };
}
export const units = collection<Unit>('/units');
export const merchants = collection<Merchant>('/merchants');
export const carriers = collection<Carrier>('/carriers');
export const teams = collection<Team>('/teams');
export const staff = collection<Staff>('/staff');
export const apiKeys = {
  ...collection<ApiKey>('/api-keys'),
  make: (name: string, scopes: string[]) => post<NewApiKey>('/api-keys', { name, scopes }),
};
export const consumerKeys = collection<ConsumerKey>('/consumer-keys');
export const tenant = { read: () => get<Tenant>('/tenant'), save: (value: Tenant) => put<Tenant>('/tenant', value) };
export const audit = {
  list: (query: Query, after?: string) => get<Page<AuditRow>>('/audit', { ...query, after, limit: 100 }),
  check: () => get<AuditCheck>('/audit/check'),
  table: (query: Query) => download('GET', '/audit', 'text/csv', query),
};
export const privacy = {
  revealPolicy: () => get<RevealPolicy>('/reveal-policy'),
  saveRevealPolicy: (policy: RevealPolicy) => put<RevealPolicy>('/reveal-policy', policy),
  list: (after?: string) => get<Page<PrivacyRequest>>('/privacy-requests', { after, limit: 50 }),
  archive: (id: string) => download('POST', `/privacy-requests/${id}/archive`, 'application/zip'),
  erase: (id: string) => post<PrivacyRequest>(`/privacy-requests/${id}/erasure`),
};
export const standards = {
  clauses: () => get<Page<Clause>>('/standards/clauses'),
  saveClause: (clause: Partial<Clause>) => post<Clause>('/standards/clauses', clause),
  retireClause: (id: string) => remove(`/standards/clauses/${encodeURIComponent(id)}`),
  calendars: () => get<Page<Calendar>>('/standards/calendars'),
  saveCalendar: (calendar: Partial<Calendar>) => post<Calendar>('/standards/calendars', calendar),
  pauseReasons: () => get<Page<PauseReason>>('/standards/pause-reasons'),
  savePauseReason: (reason: Partial<PauseReason>) => post<PauseReason>('/standards/pause-reasons', reason),
  report: (query: Query) => get<StandardReport>('/standards/report', query),
  clocks: (query: Query) => get<Page<ServiceClock>>('/standards/clocks', query),
  atRisk: (unit: string | undefined, limit: number) => get<AtRisk>('/standards/at-risk', { unit, limit }),
};
export const imports = {
  preview: (format: string, content: string, mapping?: Record<string, string>) =>
    post<ImportPreview>('/imports/previews', { format, content, mapping }),
  run: (id: string, format: string, content: string, mapping: Record<string, string>) =>
    post<ImportResult>('/imports', { id, format, content, mapping }),
};
export const automations = {
  ...collection<AutomationDraft>('/automations'),
  list: () => get<Page<Automation>>('/automations'),
  save: (draft: AutomationDraft) => post<Automation>('/automations', draft),
  grammar: () => get<AutomationGrammar>('/automations/grammar'),
  test: (id: string, days: number) => post<AutomationTest>(`/automations/${encodeURIComponent(id)}/tests`, { days }),
  flip: (id: string, on: boolean, version: number) => post<Automation>(`/automations/${encodeURIComponent(id)}/switches`, { on, version }),
  runs: (id: string) => get<Page<AutomationRun>>(`/automations/${encodeURIComponent(id)}/runs`, { limit: 20 }),
};
export const loans = {
  list: () => get<Page<Loan>>('/loans'),
  lend: (loan: { id: string; staff: string[]; unit: string; minutes: number }) => post<Loan>('/loans', loan),
  end: (id: string) => remove(`/loans/${encodeURIComponent(id)}`),
};
