// The shapes of the public HTTP API and of the live channel, as far as a consumer sees them.
// Times are RFC 3339 UTC strings, ids are UUID version 7 strings, amounts are minor units.

export interface Money { amount: number; currency: string }

export type PromiseStatus = 'on-time' | 'at-risk' | 'broken' | 'unknown';
export interface OrderPromise { kind: 'ship-by' | 'arrive-by' | 'refund-by'; at: string; status: PromiseStatus }

export type ParcelState =
  | 'unknown' | 'picked-up' | 'in-transit' | 'exception' | 'out-for-delivery' | 'delivered' | 'returned' | 'lost';
export interface Parcel {
  carrier: string;
  trackingNumber?: string;
  state: ParcelState;
  lastTrace?: { at: string; text: string; place?: string };
}

export type OrderState =
  | 'unpaid' | 'paid' | 'shipped' | 'delivered' | 'finished' | 'cancelled' | 'refunding' | 'refunded' | 'unknown';
export interface Question { key: string; text: string; orderId?: string }
export interface OrderCard {
  id: string;
  number: string;
  unit: { code: string; name: string };
  /** `badge`: what the shop has earned by how its customers fare. */
  merchant: { id: string; name: string; badge?: string };
  title: string;
  image?: string;
  state: OrderState;
  /** The state in the trade's own words, where those for goods do not fit. */
  stateText?: string;
  total: Money;
  placedAt: string;
  itemCount: number;
  promise?: OrderPromise;
  parcel?: Parcel;
  refund?: { state: string; amount: Money; at: string };
  questions?: Question[];
}

export type Card =
  | { type: 'order'; order: OrderCard }
  | { type: 'article'; id: string; title: string; text: string }
  | { type: 'handover'; summary: { label: string; value: string }[] }
  | { type: 'consent'; preview: string };

/** Something of value that the consumer gets or pays, in one line of the server's: what, how much, how, by when, where it stands. */
export interface Remedy { id: string; order?: string; line?: string; state: 'planned' | 'reserved' | 'paid' | 'confirmed' | 'failed' | 'reversed' | 'cancelled' }

/** What an action would do to an order, as the server words it, and how the consent to it stands. */
export interface Preview {
  id: string;
  title: string;
  number: string;
  hash: string;
  changes: { label: string; before?: string; after?: string }[];
  money: { words: string }[];
  consent: { required: boolean; state: 'not-needed' | 'asked' | 'given' | 'used' | 'expired'; words: string };
}

export type Party = 'consumer' | 'bot' | 'agent' | 'merchant' | 'system';
export interface Author { party: Party; id?: string; name?: string }
export interface FileReference { id: string; name: string; contentType: string; size: number; url?: string }

export interface Entry {
  sequence: number;
  id?: string;
  conversation?: string;
  kind: 'message' | 'note' | 'system';
  event: string;
  at: string;
  author: Author;
  text?: string;
  files?: FileReference[];
  cards?: Card[];
  quickReplies?: { key: string; text: string }[];
  clientId?: string;
  data?: Record<string, unknown>;
}

export type ConversationState = 'bot' | 'queued' | 'agent' | 'wrapup' | 'closed' | 'abandoned';
export interface Rating { satisfied: number; solved: boolean; comment?: string }
/** What a sampled consumer is asked beyond the rating, question by question. */
export interface Survey { id: string; questions: ('recommend' | 'simpler' | 'words')[] }
export interface SurveyAnswer { recommend?: number; simpler?: number; words?: string }
export interface Conversation {
  id: string;
  state: ConversationState;
  assignee?: { id: string; name: string };
  openedAt?: string;
  newest: number;
  readByConsumer?: number;
  readByStaff?: number;
  queue?: { position: number; estimatedWaitSeconds?: number };
  rating?: Rating;
  version?: number;
  lastAt?: string;
  lastText?: string;
}

export interface VisitorSession {
  token: string;
  expiresAt: string;
  consumer: { id: string; name?: string; anonymous: boolean; language?: string };
  tenant: { slug: string; name: string };
  look?: { accent?: string; title?: string; greeting?: string };
  /** Business time of the server and how fast it runs; absent means the clock of the wall. */
  businessNow?: string;
  timeRate?: number;
}

export interface Problem { status: number; code: string; detail: string; retryAfterSeconds?: number }

/** What the page that embeds us said. */
export interface Settings {
  origin: string;
  tenant: string;
  unit?: string;
  order?: string;
  /** Version of the app or page that embeds us. */
  appVersion?: string;
  token?: string;
  language?: string;
  /** Colour until the server has told the tenant's own, as #rrggbb. */
  accent?: string;
  /** A floating panel on somebody's page, or the whole page. */
  mode: 'panel' | 'page';
}
