/** Calls about voices: what customers say, what it is about, and the model that tells. */
import { address, get, post, put, request, type Query } from './client.ts';
import { newId } from './identifiers.ts';
import type { Instant, LocalizedName, Page } from './types.ts';

export interface VoiceView {
  id: string; position: number; at: Instant; source: string; channel: string; text: string; language?: string | null;
  stage?: string | null; reason?: string | null; reasonTitle?: string | null; sentiment: number; urgency: number; margin: number; inTree: boolean;
  family?: { id: string; size: number } | null;
  order?: string | null; product?: string | null; merchant?: string | null; category?: string | null; carrier?: string | null; region?: string | null; version?: string | null;
  conversation?: string | null; author?: string | null; customer?: string | null; rating?: number | null; corrected: boolean;
}
export interface VoicePoint { at: Instant; count: number; before?: number | null }
export interface VoiceGroup { value: string; title?: string | null; count: number; before?: number | null; negative: number }
export interface VoiceFigures { total: number; before?: number | null; families?: number | null; points: VoicePoint[]; groups: VoiceGroup[] }
export interface VoiceWord { word: string; count: number; before?: number | null; score: number }

export interface TreeReason { code: string; title: LocalizedName; state: 'active' | 'retired'; mergedInto?: string | null; voices7d?: number | null }
export interface TreeStage { code: string; title: LocalizedName; reasons: TreeReason[] }
export interface ReasonTree { version: number; at?: Instant | null; by?: string | null; stages: TreeStage[] }
export interface VoiceLabel { voice: string; reason?: string | null; sentiment?: number; urgency?: number; note?: string }
export interface QueueItem { voice: VoiceView; alternatives: { reason: string; title: string; score: number }[]; why: 'low-margin' | 'disagreement' | 'not-in-tree' }
export interface LabelImport { accepted: number; refused: { line: number; detail: string }[] }
export interface ReasonAccuracy { reason: string; title: string; count: number; precision?: number | null; recall?: number | null }
export interface ModelAccuracy { stage?: number | null; reason?: number | null; sentiment?: number | null; urgency?: number | null }
export interface VoiceModel {
  id: string; number: number; state: 'training' | 'champion' | 'challenger' | 'retired' | 'failed'; hash?: string | null; trainedAt?: Instant | null; labels: number; held: number;
  accuracy?: ModelAccuracy | null; champion?: ModelAccuracy | null; perReason: ReasonAccuracy[]; beats: boolean; trainedBy?: string | null; failure?: string | null;
}

export const voices = {
  list: (query: Query, signal?: AbortSignal) => get<Page<VoiceView>>('/voices', query, signal),
  figures: (query: Query, signal?: AbortSignal) => get<VoiceFigures>('/voice-figures', query, signal),
  words: (query: Query, signal?: AbortSignal) => get<Page<VoiceWord>>('/voice-words', query, signal),
  exportAddress: (query: Query) => address('/voices/export', query),
  tree: () => get<ReasonTree>('/reason-tree'),
  saveTree: (basedOn: number, stages: TreeStage[]) => put<ReasonTree>('/reason-tree', { basedOn, stages }),
  /** To the server "no reason" is an empty one; one that is left out is not judged. */
  label: ({ reason, ...label }: VoiceLabel) => post<unknown>('/voice-labels', { id: newId(), ...label, ...(reason === undefined ? {} : { reason: reason ?? '' }) }),
  queue: (limit: number) => get<Page<QueueItem>>('/voice-labels/queue', { limit }),
  importLabels: (csv: string) => request<LabelImport>('POST', '/voice-labels/imports', { text: csv, type: 'text/csv' }),
  models: () => get<Page<VoiceModel>>('/voice-models'),
  train: () => post<VoiceModel>('/voice-models', { id: newId() }),
  promote: (id: string, hash: string, note: string, evenSo: boolean) => post<VoiceModel>(`/voice-models/${encodeURIComponent(id)}/promotions`, { hash, note, evenSo }),
};
