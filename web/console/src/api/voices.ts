/** Calls about voices: what customers say, what it is about, and the model that tells. */
import { address, get, post, put, request, type Query } from './client.ts';
import { newId } from './identifiers.ts';
import type { LocalizedName, Page, Shape, Words } from './types.ts';

export type VoiceView = Shape<'VoiceView'>;
export type VoicePoint = Shape<'VoicePoint'>;
export type VoiceGroup = Shape<'VoiceGroup'>;
export type VoiceFigures = Shape<'VoiceFigures'>;
export type VoiceWord = Shape<'VoiceWord'>;

/** To the server every word of the tree may be missing, since people send it; what it tells is whole. */
export interface TreeReason { code: string; title: LocalizedName; state: 'active' | 'retired'; mergedInto?: string | null; voices7d?: number | null }
export interface TreeStage { code: string; title: LocalizedName; reasons: TreeReason[] }
export type ReasonTree = Words<Shape<'ReasonTreeView'>, { stages: TreeStage[] }>;
export interface VoiceLabel { voice: string; reason?: string | null; sentiment?: number; urgency?: number; note?: string }
export type QueueItem = Words<Shape<'QueuedVoice'>, { voice: VoiceView; why: 'low-margin' | 'disagreement' | 'not-in-tree' }>;
export type LabelImport = Shape<'LabelImportView'>;
export type ModelAccuracy = Shape<'ModelAccuracy'>;
export type ReasonAccuracy = Shape<'ReasonAccuracy'>;
export type VoiceModel = Words<Shape<'VoiceModelView'>, { state: 'training' | 'champion' | 'challenger' | 'retired' | 'failed'; accuracy?: ModelAccuracy | null; champion?: ModelAccuracy | null }>;

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
