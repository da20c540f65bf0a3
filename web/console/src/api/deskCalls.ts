import { newId } from './identifiers.ts';
import { get, post, put, remove } from './client.ts';
import type {
  Batch, BatchAnswer, ConversationLine, DeskFacts, DeskItems, DeskSettings, Filter, ListView, ListViewCount, Macro, MacroPreview, ServerDraft, SnoozePreset, Tag, Translation, Translator,
} from './deskTypes.ts';
import type { Entry, FileLink, Page, SearchHit } from './types.ts';

const of = (id: string, path: string) => `/conversations/${id}/${path}`;

export const desk = {
  facts: (id: string) => get<DeskFacts>(of(id, 'desk')),
  note: (id: string, clientId: string, text: string, mentions: string[]) => post<Entry>(of(id, 'notes'), { clientId, text, mentions: mentions.length ? mentions : undefined }),
  changeNote: (id: string, sequence: number, text?: string) => post<Entry>(of(id, `notes/${sequence}/changes`), { clientId: newId(), text }),
  tag: (id: string, add: string[], take: string[] = []) => post<DeskFacts>(of(id, 'tags'), { clientId: newId(), add, remove: take }),
  snooze: (id: string, until: string | undefined, what?: string) => post<DeskFacts>(of(id, 'snoozes'), { clientId: newId(), until, what }),
  wake: (id: string) => post<DeskFacts>(of(id, 'wakings'), { clientId: newId() }),
  reopen: (id: string) => post<DeskFacts>(of(id, 'reopenings'), { clientId: newId() }),
  merge: (id: string, into: string) => post<DeskFacts>(of(id, 'merges'), { clientId: newId(), into }),
  part: (id: string) => post<DeskFacts>(of(id, 'partings'), { clientId: newId() }),
  draft: (id: string, version: number, text: string, note: boolean, files: FileLink[]) => put<ServerDraft>(of(id, 'draft'), { version, text, note, files }),
  drafts: () => get<Page<ServerDraft>>('/drafts'),
  variables: (id: string) => get<{ values: Record<string, string> }>(of(id, 'variables')),
  previewMacro: (id: string, macro: string) => post<MacroPreview>(of(id, 'macro-previews'), { macro }),
  runMacro: (id: string, clientId: string, macro: string, text?: string) => post<DeskFacts>(of(id, 'macro-runs'), { clientId, macro, text }),
  items: (unread = false) => get<DeskItems>('/desk-items', { unread: unread || undefined }),
  readItems: (which: { ids?: string[]; conversation?: string; until?: string }) => post<DeskItems>('/desk-items/reads', which),
  settings: () => get<DeskSettings>('/desk-settings'),
  saveSettings: (settings: Partial<DeskSettings>) => put<DeskSettings>('/desk-settings', settings),
  presets: () => get<Page<SnoozePreset>>('/snooze-presets'),
  translator: () => get<Translator>('/translations'),
  translate: (text: string, to: string) => post<Translation>('/translations', { text, to }),
  cannedUsed: (id: string) => post<void>(`/canned-replies/${id}/uses`),
};

export const lists = {
  lines: (query: { filter?: Filter; view?: string; after?: string; limit?: number }, signal?: AbortSignal) =>
    get<Page<ConversationLine>>('/conversation-lines', { ...query, filter: query.filter && JSON.stringify(query.filter) }, signal),
  views: () => get<Page<ListView>>('/conversation-views'),
  counts: () => get<Page<ListViewCount>>('/conversation-views/counts'),
  saveView: (view: { id: string; name: string; shared: boolean; filter: Filter }) => post<ListView>('/conversation-views', view),
  removeView: (id: string) => remove(`/conversation-views/${id}`),
  batch: (batch: Batch) => post<BatchAnswer>('/conversation-batches', batch),
};

export const tags = { list: () => get<Page<Tag>>('/tags'), save: (tag: Tag) => post<Tag>('/tags', tag), remove: (id: string) => remove(`/tags/${id}`) };
export const macros = { list: () => get<Page<Macro>>('/macros'), save: (macro: Macro) => post<Macro>('/macros', macro), remove: (id: string) => remove(`/macros/${id}`) };

export interface SearchFilters { kinds?: string; unit?: string; person?: string; language?: string; from?: string; until?: string }
export const searchAll = (q: string, filters: SearchFilters, signal?: AbortSignal) => get<Page<SearchHit>>('/search', { q, ...filters, limit: 50, excerpts: true }, signal);
