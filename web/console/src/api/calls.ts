/** Every call of the console in one place, by the words of the contract. */
import { get, post, put, remove, request, type Query } from './client.ts';
import { newId } from './identifiers.ts';
import type {
  ApiKey, Article, AuditRow, Board, CannedReply, Consumer, ConsumerKey, Conversation, ConversationRow, Entry, FileLink, FirstRun,
  ImportPreview, ImportResult, Inbox, Merchant, NewApiKey, NewMessage, Order, OrderCard, Page, Presence, PresenceState, SearchHit, Session,
  Staff, Team, Tenant, TimelineItem, Unit,
} from './types.ts';

export const session = {
  current: () => request<Session>('GET', '/session', { quiet401: true }),
  signIn: (tenant: string, email: string, password: string) =>
    request<Session>('POST', '/sessions', { body: { tenant, email, password }, quiet401: true }),
  signOut: () => remove('/session'),
  firstRun: (facts: FirstRun) => request<Session>('POST', '/first-run', { body: facts, quiet401: true }),
};

export const conversations = {
  list: (query: Query, signal?: AbortSignal) => get<Page<ConversationRow>>('/conversations', query, signal),
  one: (id: string) => get<Conversation>(`/conversations/${id}`),
  entries: (id: string, after: number, limit: number) =>
    get<{ items: Entry[]; newest: number }>(`/conversations/${id}/entries`, { after, limit }),
  say: (id: string, message: NewMessage) => post<Entry>(`/conversations/${id}/messages`, message),
  note: (id: string, clientId: string, text: string) => post<Entry>(`/conversations/${id}/notes`, { clientId, text }),
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
  one: (id: string) => get<Consumer>(`/consumers/${id}`),
  timeline: (id: string, after?: string) => get<Page<TimelineItem>>(`/consumers/${id}/timeline`, { after, limit: 50 }),
  orders: (id: string) => get<Page<OrderCard>>(`/consumers/${id}/orders`),
};
export const orders = {
  one: (id: string) => get<Order>(`/orders/${id}`),
  timeline: (id: string, after?: string) => get<Page<TimelineItem>>(`/orders/${id}/timeline`, { after, limit: 50 }),
};

export const search = (q: string, signal?: AbortSignal, kinds = 'conversation,order,consumer,article') =>
  get<Page<SearchHit>>('/search', { q, kinds, limit: 20 }, signal);
export const board = {
  read: () => get<Board>('/board'),
  conversations: (query: Query) => get<Page<ConversationRow>>('/board/conversations', query),
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
export const teams = collection<Team>('/teams');
export const staff = collection<Staff>('/staff');
export const apiKeys = {
  ...collection<ApiKey>('/api-keys'),
  make: (name: string, scopes: string[]) => post<NewApiKey>('/api-keys', { name, scopes }),
};
export const consumerKeys = collection<ConsumerKey>('/consumer-keys');
export const tenant = { read: () => get<Tenant>('/tenant'), save: (value: Tenant) => put<Tenant>('/tenant', value) };
export const audit = { list: (after?: string) => get<Page<AuditRow>>('/audit', { after, limit: 100 }) };
export const imports = {
  preview: (format: string, content: string, mapping?: Record<string, string>) =>
    post<ImportPreview>('/imports/previews', { format, content, mapping }),
  run: (id: string, format: string, content: string, mapping: Record<string, string>) =>
    post<ImportResult>('/imports', { id, format, content, mapping }),
};
