/** The shapes of the agent's desk, as the public document says them. */
import type { Conversation, Shape, Words } from './types.ts';

export type TagColour = 'grey' | 'blue' | 'green' | 'amber' | 'red' | 'violet';
export type Tag = Words<Shape<'Tag'>, { colour: TagColour }>;
export type DeskFacts = Shape<'DeskFacts'>;
export type Snooze = Shape<'SnoozeView'>;
export type SnoozePreset = Words<Shape<'SnoozePreset'>, { key: 'in-an-hour' | 'this-evening' | 'tomorrow' | 'next-week' }>;
export type ServerDraft = Shape<'DraftView'>;
export type DeskItem = Words<Shape<'DeskItem'>, { kind: 'mention' | 'woken' | 'promise-due' | 'promise-broken' | `pull-${string}` }>;
export type DeskItems = { items: DeskItem[]; unread: number; next?: string | null };
export type DeskSettings = Shape<'DeskSettings'>;
export type MacroDeed = 'topic' | 'tag' | 'untag' | 'note' | 'snooze' | 'transfer' | 'close';
export type MacroAction = { do: MacroDeed; value?: string | null; minutes?: number | null };
export type Macro = Words<Shape<'Macro'>, { actions: MacroAction[] }>;
export type MacroPreview = Shape<'MacroPreview'>;
export type ListView = Words<Shape<'ListView'>, { filter: Filter }>;
export type ListViewCount = Shape<'ListViewCount'>;
export type ConversationLine = Words<Shape<'ConversationLine'>, { conversation: Conversation }>;
export type BatchDeed = 'tag' | 'untag' | 'assign' | 'take-back' | 'transfer' | 'snooze' | 'wake' | 'close' | 'reopen';
export interface Batch { clientId: string; do: BatchDeed; conversations: string[]; value?: string; until?: string; reason?: string }
export type BatchAnswer = Shape<'BatchAnswer'>;
export type Translation = Shape<'TranslationView'>;
export type Translator = Shape<'TranslatorView'>;

/** The grammar of lists: groups of all or any, and conditions. */
export type Filter = { all: Filter[] } | { any: Filter[] } | Condition;
export interface Condition { field: string; operator: 'is' | 'is-not' | 'at-least' | 'less-than'; values?: string[]; value?: number | boolean }
