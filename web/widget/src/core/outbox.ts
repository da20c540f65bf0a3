import type { FileReference } from './model.ts';
import { type Drawer, readJson } from './storage.ts';

/** One thing a consumer said that the server has not yet acknowledged. */
export interface OutboxItem {
  clientId: string;
  /** The consumer who said it; empty until the first session exists. */
  owner: string;
  kind: 'message' | 'person' | 'rating' | 'survey' | 'departure';
  conversation: string;
  language: string;
  /** When it was said, milliseconds since 1970. */
  at: number;
  text?: string;
  files?: FileReference[];
  orderId?: string;
  rating?: { satisfied: number; solved: boolean; comment?: string };
  survey?: { id: string; recommend?: number; simpler?: number; words?: string };
  /** Set when the server said no; it waits for the person to change or drop it. */
  refused?: string;
}

/** What became of one attempt. */
export type Delivery =
  | { kind: 'accepted' }
  | { kind: 'refused'; reason: string }
  | { kind: 'again'; afterSeconds?: number };

export interface OutboxOptions {
  drawer: Drawer;
  deliver(item: OutboxItem): Promise<Delivery>;
  changed(): void;
  /** Runs an action later, returns how to call that off. */
  later(action: () => void, milliseconds: number): () => void;
  /** 0 to 1, spreads the attempts of many pages after an outage. */
  random(): number;
}

const prefix = 'out:';
/** More unsent things than this is no conversation any more; the box then refuses to add. */
export const outboxLimit = 200;
const firstWaitSeconds = 1;
const longestWaitSeconds = 30;

/**
 * Keeps what was said until the server has it: written down before the first attempt, sent one at a time
 * in the order it was said, tried again for as long as it takes. Each item has its own name in the drawer,
 * so that two tabs cannot overwrite each other; the client id makes a second delivery harmless.
 */
export class Outbox {
  private readonly accepted = new Map<string, OutboxItem>();
  private running = false;
  private failures = 0;
  private cancelWait: (() => void) | null = null;
  private owner = '';

  constructor(private readonly options: OutboxOptions) {}

  /** True while the last attempt failed and the next one is being waited for. */
  get struggling(): boolean { return this.failures > 0; }

  /** Everything unsent of this consumer, oldest first. */
  get items(): OutboxItem[] {
    const found: OutboxItem[] = [];
    for (const name of this.options.drawer.names(prefix)) {
      const item = readJson<OutboxItem>(this.options.drawer, name);
      if (item && item.clientId === name.slice(prefix.length) && this.isOurs(item)) found.push(item);
    }
    return found;
  }

  /** Accepted by the server, but its entry has not come back yet. */
  get underway(): OutboxItem[] { return [...this.accepted.values()]; }

  /** Takes over for a consumer; what was said before anybody was known, or as `previous`, becomes theirs. */
  belongTo(owner: string, previous: string | null): void {
    this.owner = owner;
    for (const name of this.options.drawer.names(prefix)) {
      const item = readJson<OutboxItem>(this.options.drawer, name);
      if (item && item.owner !== owner && (item.owner === '' || item.owner === previous)) this.write({ ...item, owner });
    }
  }

  /** Writes it down, then tries to send. False when there is no room. */
  add(item: Omit<OutboxItem, 'owner'>): boolean {
    if (this.items.length >= outboxLimit) return false;
    this.write({ ...item, owner: this.owner });
    this.options.changed();
    void this.pump();
    return true;
  }

  /** As it is written down now; null when the server has it. */
  find(clientId: string): OutboxItem | null { return readJson<OutboxItem>(this.options.drawer, prefix + clientId); }

  /** Sends what was refused once more. */
  retry(clientId: string): void {
    const item = this.find(clientId);
    if (!item) return;
    delete item.refused;
    this.write(item);
    this.kick();
  }

  drop(clientId: string): void {
    this.options.drawer.remove(prefix + clientId);
    this.options.changed();
  }

  /** Lets unsent things of one conversation go to another, when the first is gone. */
  move(from: string, to: string): void {
    for (const item of this.items) if (item.conversation === from) this.write({ ...item, conversation: to });
  }

  /** The entry has come back: nothing of it needs to be shown from here. */
  settle(clientId: string): void {
    const known = this.accepted.delete(clientId);
    const unsent = this.find(clientId) !== null;
    if (unsent) this.options.drawer.remove(prefix + clientId);
    if (known || unsent) this.options.changed();
  }

  /** Tries at once, whatever the waiting time was. */
  kick(): void {
    this.cancelWait?.();
    this.cancelWait = null;
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.running || this.cancelWait) return;
    this.running = true;
    try {
      for (let item = this.next(); item; item = this.next()) {
        if (!(await this.attempt(item))) break;
      }
    } finally {
      this.running = false;
    }
  }

  private async attempt(item: OutboxItem): Promise<boolean> {
    const delivery = await this.options.deliver(item).catch((): Delivery => ({ kind: 'again' }));
    if (delivery.kind === 'again') { this.waitForNext(delivery.afterSeconds); return false; }
    this.failures = 0;
    if (delivery.kind === 'refused') {
      const kept = this.find(item.clientId);
      if (kept) this.write({ ...kept, refused: delivery.reason || '?' });
    } else {
      if (item.kind === 'message' && this.find(item.clientId)) this.accepted.set(item.clientId, item);
      this.options.drawer.remove(prefix + item.clientId);
    }
    this.options.changed();
    return true;
  }

  private waitForNext(askedSeconds: number | undefined): void {
    const backoff = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.min(this.failures, 10));
    this.failures++;
    const seconds = Math.max(askedSeconds ?? 0, backoff * (0.5 + this.options.random() / 2));
    this.cancelWait = this.options.later(() => { this.cancelWait = null; void this.pump(); }, seconds * 1000);
    this.options.changed();
  }

  private next(): OutboxItem | undefined { return this.items.find((item) => item.refused === undefined); }
  private write(item: OutboxItem): void { this.options.drawer.set(prefix + item.clientId, JSON.stringify(item)); }
  private isOurs(item: OutboxItem): boolean { return item.owner === this.owner || item.owner === ''; }
}
