import { type Http, HttpProblem } from './http.ts';
import type { Conversation, Entry } from './model.ts';
import type { Delivery, OutboxItem } from './outbox.ts';
import type { Drawer } from './storage.ts';
import type { SessionKeeper } from './session.ts';

export interface DeliveryOptions {
  http: Http;
  drawer: Drawer;
  sessions: SessionKeeper;
  entryUnit?: string | undefined;
  orderId?: string | undefined;
  appVersion?: string | undefined;
  /** The server told us how the conversation stands now. */
  conversation(conversation: Conversation): void;
  /** The server stored this entry. */
  entry(entry: Entry): void;
  /** A conversation can take nothing more; gives the id of the one that goes on. */
  replace(gone: string): string;
}

const freshPrefix = 'fresh:';
/** The ways a server says that a conversation is over for good, or was never ours. */
const goneStatuses = [404, 410];
const goneCodes = ['conversation-over'];

/** Marks a conversation whose id we made and which the server has not seen. */
export function markFresh(drawer: Drawer, conversation: string): void {
  drawer.set(freshPrefix + conversation, '1');
}

export function isFresh(drawer: Drawer, conversation: string): boolean {
  return drawer.get(freshPrefix + conversation) !== null;
}

/** The server has seen it, or nothing will ever be said in it. */
export function clearFresh(drawer: Drawer, conversation: string): void {
  drawer.remove(freshPrefix + conversation);
}

/** Sends one thing of the outbox, once, and says what became of it. */
export class Deliverer {
  constructor(private readonly options: DeliveryOptions) {}

  async deliver(item: OutboxItem): Promise<Delivery> {
    let token: string | null = null;
    try {
      token = (await this.options.sessions.ensure()).token;
      await this.sendWhereItBelongs(item);
      return { kind: 'accepted' };
    } catch (error) {
      return this.judge(error, token);
    }
  }

  private async sendWhereItBelongs(item: OutboxItem): Promise<void> {
    try {
      await this.send(item);
    } catch (error) {
      if (!isGone(error)) throw error;
      const goesOn = item.kind === 'message' || item.kind === 'person';
      if (goesOn) await this.send({ ...item, conversation: this.options.replace(item.conversation) });
    }
  }

  private async send(item: OutboxItem): Promise<void> {
    const { http, drawer, conversation, entry } = this.options;
    const path = `/conversations/${encodeURIComponent(item.conversation)}`;
    if (isFresh(drawer, item.conversation)) {
      if (item.kind === 'departure' || item.kind === 'rating' || item.kind === 'survey') return;
      if (await this.open(item)) return;
    }
    switch (item.kind) {
      case 'message': return entry(await http.post<Entry>(`${path}/messages`, messageBody(item)));
      case 'person': return conversation(await http.post<Conversation>(`${path}/person-requests`, { clientId: item.clientId }));
      case 'departure': return void await http.post(`${path}/departures`, {});
      case 'rating': return void await http.post(`${path}/ratings`, item.rating);
      case 'survey': return this.sendSurvey(item.survey!);
    }
  }

  /** An answer that comes too late or a second time is dropped: there is nothing the consumer could do about it. */
  private async sendSurvey({ id, ...answers }: NonNullable<OutboxItem['survey']>): Promise<void> {
    try {
      await this.options.http.post(`/surveys/${encodeURIComponent(id)}/answers`, answers);
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.problem.status !== 409) throw error;
    }
  }

  /** Opens the conversation; true when the item went with it. */
  private async open(item: OutboxItem): Promise<boolean> {
    const { drawer, entryUnit, appVersion } = this.options;
    const orderId = item.orderId ?? this.options.orderId;
    const withMessage = item.kind === 'message';
    const body: OpenBody = {
      id: item.conversation, language: item.language,
      ...(entryUnit ? { entryUnit } : {}), ...(orderId ? { orderId } : {}),
      ...(appVersion ? { appVersion: appVersion.slice(0, 40) } : {}),
      ...(withMessage ? { message: messageBody(item) } : {}),
    };
    try {
      this.options.conversation(await this.openAsTold(body));
      clearFresh(drawer, item.conversation);
      return withMessage;
    } catch (error) {
      // Opened before by another attempt or tab with other words: go on inside it.
      if (!(error instanceof HttpProblem) || error.problem.status !== 409) throw error;
      clearFresh(drawer, item.conversation);
      return false;
    }
  }

  /** What the embedding page says about unit and order may be wrong; that must not keep anybody from asking. */
  private async openAsTold(body: OpenBody): Promise<Conversation> {
    const { http } = this.options;
    try {
      return await http.post<Conversation>('/conversations', body);
    } catch (error) {
      const told = body.entryUnit !== undefined || body.orderId !== undefined;
      if (!told || !(error instanceof HttpProblem) || ![400, 422].includes(error.problem.status)) throw error;
      const { entryUnit: _unit, orderId: _order, ...bare } = body;
      return http.post<Conversation>('/conversations', bare);
    }
  }

  private judge(error: unknown, token: string | null): Delivery {
    if (!(error instanceof HttpProblem)) return { kind: 'again' };
    const { status, code, detail, retryAfterSeconds } = error.problem;
    if (status === 401) {
      if (token) this.options.sessions.invalidate(token);
      return { kind: 'again' };
    }
    if (error.passing) return { kind: 'again', ...(retryAfterSeconds ? { afterSeconds: retryAfterSeconds } : {}) };
    // The same client id is already there: it was accepted, and the answer got lost.
    if (status === 409 && code === 'idempotency-conflict') return { kind: 'accepted' };
    return { kind: 'refused', reason: detail || code };
  }
}

interface OpenBody { id: string; language: string; entryUnit?: string; orderId?: string; appVersion?: string; message?: Record<string, unknown> }

function isGone(error: unknown): boolean {
  return error instanceof HttpProblem
    && (goneStatuses.includes(error.problem.status) || goneCodes.includes(error.problem.code));
}

function messageBody(item: OutboxItem): Record<string, unknown> {
  return {
    clientId: item.clientId,
    ...(item.text ? { text: item.text } : {}),
    ...(item.files?.length ? { files: item.files.map((file) => file.id) } : {}),
    ...(item.orderId ? { orderId: item.orderId } : {}),
  };
}
