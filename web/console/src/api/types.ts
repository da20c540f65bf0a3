/**
 * The shapes of the public API that the console reads. Written from the contract; when the generated
 * `schema.d.ts` is there, each name below becomes an alias of `components['schemas'][...]` and nothing else changes.
 */
export type Instant = string;
export interface Money { amount: number; currency: string }
export interface Page<T> { items: T[]; next?: string | null }

export type Role = 'agent' | 'supervisor' | 'expert' | 'merchant' | 'carrier' | 'executive' | 'administrator';
export interface Session {
  person: { id: string; name: string; email?: string | null; roles: Role[]; language: string; units: string[] };
  tenant: { id: string; slug: string; name: string };
  csrfToken: string;
  demo: boolean;
  /** Business seconds per real second. */
  timeRate: number;
  businessNow: Instant;
}
export interface FirstRun { code: string; ecosystemName: string; slug: string; name: string; email: string; password: string; language: string }

export type Party = 'consumer' | 'bot' | 'agent' | 'merchant' | 'system';
export type ConversationState = 'bot' | 'queued' | 'agent' | 'wrapup' | 'closed' | 'abandoned';
export interface Conversation {
  id: string;
  state: ConversationState;
  person: { id: string; name?: string | null; anonymous: boolean; language?: string; tier?: string | null };
  entryUnit: string;
  unit: string;
  orderId?: string | null;
  language: string;
  assignee?: { id: string; name?: string | null } | null;
  openedAt: Instant;
  askedPersonAt?: Instant | null;
  firstReplyAt?: Instant | null;
  newest: number;
  readByConsumer: number;
  readByStaff: number;
  queue?: { position: number; estimatedWaitSeconds?: number | null } | null;
  rating?: { satisfied?: number | null; solved?: boolean | null; comment?: string | null } | null;
  /** What it is about, in the bot's word, when that was found out. */
  topic?: string | null;
  closedAt?: Instant | null;
  lastText?: string | null;
  lastAt?: Instant | null;
  lastBy?: Party | null;
  waitingSince?: Instant | null;
}
/** A line of a list is a whole conversation. */
export type ConversationRow = Conversation;
export type EntryEvent =
  | 'message' | 'note' | 'opened' | 'person-requested' | 'agent-joined' | 'agent-left' | 'transferred' | 'closed'
  | 'reopened' | 'abandoned' | 'consumer-left' | 'understood' | 'rated' | 'language-changed' | 'hidden';
export interface FileLink { id: string; name: string; contentType: string; size: number; url?: string | null }
export type Card =
  | { type: 'order'; order: OrderCard }
  | { type: 'article'; id: string; title: string; text: string }
  | { type: 'handover'; summary: { label: string; value: string }[] };
export interface Entry {
  sequence: number;
  id: string;
  conversation: string;
  kind: 'message' | 'note' | 'system';
  event: EntryEvent;
  at: Instant;
  author: { party: Party; id?: string | null; name?: string | null };
  text?: string | null;
  files?: FileLink[] | null;
  cards?: Card[] | null;
  quickReplies?: { key: string; text: string }[] | null;
  canned?: boolean | null;
  clientId?: string | null;
  data?: Record<string, unknown> | null;
}
export interface NewMessage { clientId: string; text?: string; files?: string[]; orderId?: string; canned?: boolean }

export type OrderState = 'unpaid' | 'paid' | 'shipped' | 'delivered' | 'finished' | 'cancelled' | 'refunding' | 'refunded' | 'unknown';
export type PromiseStatus = 'on-time' | 'at-risk' | 'broken' | 'unknown';
export type ParcelState =
  | 'unknown' | 'picked-up' | 'in-transit' | 'exception' | 'out-for-delivery' | 'delivered' | 'returned' | 'lost';
export interface OrderPromise { kind: 'ship-by' | 'arrive-by' | 'refund-by'; at: Instant; status: PromiseStatus }
export interface Trace { at: Instant; kind?: string; text?: string | null; place?: string | null }
export interface OrderCard {
  id: string;
  number: string;
  unit: { code: string; name: string };
  merchant: { id?: string | null; name?: string | null };
  title: string;
  image?: string | null;
  state: OrderState;
  total?: Money | null;
  placedAt: Instant;
  itemCount: number;
  promise?: OrderPromise | null;
  parcel?: { carrier?: string | null; trackingNumber?: string | null; state: ParcelState; lastTrace?: Trace | null } | null;
  refund?: { state: string; amount?: Money | null; at: Instant } | null;
  questions?: { key: string; text: string }[];
}
export interface OrderItem { sku: string; productId?: string; title: string; options?: Record<string, string> | string | null; quantity: number; price?: Money | null; image?: string | null }
export interface Parcel { carrier?: string | null; trackingNumber?: string | null; state: ParcelState; traces: Trace[] }
export interface Order extends OrderCard {
  /** Id of the consumer. */
  person?: string | null;
  items: OrderItem[];
  /** Masked. */
  address?: string | null;
  payments?: { id: string; captured?: Money | null; refunded?: Money | null; method?: string | null; at: Instant }[];
  parcels?: Parcel[];
  refunds?: { id: string; state: string; amount?: Money | null; reason?: string | null; requestedAt: Instant; at: Instant; dueBy?: Instant | null }[];
  events?: number;
}
export interface TimelineItem {
  position: string | number;
  at: Instant;
  kind: string;
  unit?: string | null;
  title: string;
  text?: string | null;
  conversation?: string | null;
  order?: string | null;
  data?: Record<string, unknown> | null;
}
export interface Consumer {
  id: string;
  name?: string | null;
  anonymous: boolean;
  language?: string | null;
  tier?: string | null;
  identities: { kind: string; value: string }[];
  since: Instant;
  counts: Record<string, number>;
}

export type PresenceState = 'available' | 'away' | 'offline';
export interface Presence { state: PresenceState; since: Instant }
export interface Offer { id: string; conversation: ConversationRow; reason: string; order?: OrderCard | null; expiresAt: Instant; secondsLeft?: number; skills?: string[] }
export interface Inbox { presence: Presence; capacity: number; load: number; offers: Offer[]; conversations: ConversationRow[]; revision: string }
export interface CannedReply { id: string; title: string; text: string; language: string; unit?: string | null }
export type SearchKind = 'conversation' | 'order' | 'consumer' | 'article';
export interface SearchHit { kind: SearchKind; id: string; title: string; snippet?: string | null; at?: Instant | null }
export interface Article {
  id: string; title: string; questions: string[]; answer: string; language: string; unit?: string | null; shared: boolean;
  from?: Instant | null; until?: Instant | null; owner?: string | null; version?: number; updatedAt?: Instant;
}

export interface Figures { offered: number; pickedUp: number; replied: number; askedForPerson: number; gotPerson: number; abandoned: number; botShare: number }
export type FigureWindow = 'last15m' | 'today';
export interface BoardQueue { unit: string; waiting: number; oldestSeconds?: number | null; offered: number; inProgress: number; free: number; busy: number; away: number; couldHelp: number }
export interface BoardPerson {
  id: string; name: string; state: PresenceState; since: Instant; load: number; capacity: number;
  units: string[]; languages: string[]; conversations: { id: string; since: Instant }[];
}
export interface Board { at: Instant; figures: Record<FigureWindow, Figures>; queues: BoardQueue[]; people: BoardPerson[]; revision: string }

export type LocalizedName = { 'zh-CN'?: string; en?: string };
export interface Unit { id: string; code: string; name: LocalizedName; kind?: string | null; shared?: boolean }
export interface Merchant { id: string; externalId?: string | null; name: string; unit: string; category?: string | null }
export interface Team { id: string; name: string; unit?: string | null }
export interface Staff {
  id: string; name: string; email: string; password?: string; roles: Role[]; units: string[]; languages: string[];
  capacity: number; team?: string | null; merchant?: string | null; cohort?: string | null; language?: string; active?: boolean;
}
export interface ApiKey { id: string; name: string; scopes: string[]; createdAt?: Instant; revokedAt?: Instant | null }
/** The answer to a new key: its secret, this once. */
export interface NewApiKey { key: ApiKey; token: string }
export interface ConsumerKey { kid: string; alg: string; publicKey?: string | null; secret?: string; revoked?: boolean }
export interface Tenant {
  name: string; defaultLanguage: string;
  look: { accent: string; title: string; greeting: string };
  bot?: { greeting?: string } | null;
}
export interface AuditRow { id: string; at: Instant; actor: { kind: string; id: string }; action: string; subject: string; detail?: unknown }
export interface ImportProblem { line: number; field?: string | null; detail: string }
export interface ImportPreview { columns: string[]; mapping: Record<string, string>; rows: Record<string, unknown>[]; errors: ImportProblem[] }
export interface ImportResult { accepted: number; duplicates?: number }
