/** The typed messages of the live channel (docs/api/live.schema.json). */
import type { Board, Conversation, Entry, Inbox, Party } from '../api/types.ts';
import type { ProblemBody } from '../api/problem.ts';
import type { WallFrame } from '../api/wall.ts';

export type ClientFrame =
  | { type: 'hello'; csrfToken?: string | undefined; token?: string }
  | { type: 'subscribe'; topic: 'conversation'; id: string; after: number }
  | { type: 'subscribe'; topic: 'inbox' | 'board' | 'desk' }
  | { type: 'subscribe'; topic: 'wall'; epoch?: string; after?: number }
  | { type: 'unsubscribe'; topic: 'conversation' | 'inbox' | 'board' | 'desk' | 'wall'; id?: string }
  | { type: 'send'; conversation: string; clientId: string; text?: string; files?: string[]; canned?: boolean }
  | { type: 'read'; conversation: string; sequence: number }
  | { type: 'typing'; conversation: string }
  | { type: 'look'; conversation: string; state: LookState; ask?: boolean };

export type LookState = 'reading' | 'writing' | 'gone';

/** A place in the sequence that is not ours to see: it keeps the numbers gapless. */
export interface HiddenEntry { sequence: number; kind: 'system'; event: 'hidden'; conversation?: string }

export type ServerFrame =
  | { type: 'welcome'; at: string }
  | { type: 'entry'; entry: Entry | HiddenEntry }
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'inbox'; inbox: Inbox }
  | { type: 'board'; board: Board }
  | WallFrame
  | { type: 'accepted'; clientId: string; conversation: string; sequence: number }
  | { type: 'refused'; clientId?: string; topic?: string; problem: ProblemBody }
  | { type: 'typing'; conversation: string; author: { party: Party; name?: string | null } }
  | { type: 'read'; conversation: string; party: Party; sequence: number }
  | { type: 'delivery'; conversation: string; entry: string; state: string }
  | { type: 'look'; conversation: string; staff: { id: string; name?: string | null }; state: LookState; ask: boolean }
  | { type: 'desk'; unread: number }
  | { type: 'heartbeat'; at: string; newest?: Record<string, number> }
  | { type: 'reload' };
export type FrameOf<K extends ServerFrame['type']> = Extract<ServerFrame, { type: K }>;
