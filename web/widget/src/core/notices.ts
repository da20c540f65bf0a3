import type { Http } from './http.ts';
import type { Drawer } from './storage.ts';

/** The browser's part: whether it may show notices, and its one subscription with us. */
export interface NoticeBrowser {
  readonly able: boolean;
  readonly refused: boolean;
  /** Asks the person; only from a tap. */
  ask(): Promise<boolean>;
  current(): Promise<PushSubscriptionJSON | null>;
  subscribe(key: string): Promise<PushSubscriptionJSON>;
  unsubscribe(): Promise<void>;
}

/** nothing: not offered. offer: may be asked. on: is told. refused: the browser says no. */
export type NoticeState = 'nothing' | 'offer' | 'on' | 'refused';

interface Kept { consumer: string; id: string }
const name = 'notices';

/**
 * Notices on this device, for one consumer who asked for them with a tap. A browser has one subscription: when somebody else uses the page, the one before
 * is ended and they are asked for themselves.
 */
export class Notices {
  private key: string | null = null;

  constructor(private readonly http: Http, private readonly drawer: Drawer, private readonly browser: NoticeBrowser, private readonly consumer: () => string | null) {}

  async find(): Promise<NoticeState> {
    const offer = await this.http.get<{ enabled: boolean; publicKey?: string | null }>('/me/push');
    this.key = offer.publicKey ?? null;
    if (!offer.enabled || !this.key || !this.browser.able) return 'nothing';
    if (this.browser.refused) return 'refused';
    const kept = this.kept();
    if (!kept) return 'offer';
    const current = kept.consumer === this.consumer() ? await this.browser.current() : null;
    if (current) {
      // The push service may have given it another address meanwhile.
      await this.save(current);
      return 'on';
    }
    this.drawer.remove(name);
    await this.browser.unsubscribe().catch(() => undefined);
    return 'offer';
  }

  async start(): Promise<NoticeState> {
    if (!this.key) return 'nothing';
    if (!(await this.browser.ask())) return this.browser.refused ? 'refused' : 'offer';
    await this.save(await this.browser.subscribe(this.key));
    return 'on';
  }

  async stop(): Promise<NoticeState> {
    const kept = this.kept();
    this.drawer.remove(name);
    await this.browser.unsubscribe().catch(() => undefined);
    if (kept) await this.http.remove(`/me/push-subscriptions/${encodeURIComponent(kept.id)}`).catch(() => undefined);
    return 'offer';
  }

  private async save({ endpoint, keys }: PushSubscriptionJSON): Promise<void> {
    const { id } = await this.http.post<{ id: string }>('/me/push-subscriptions', { endpoint, keys });
    const consumer = this.consumer();
    if (consumer) this.drawer.set(name, JSON.stringify({ consumer, id }));
  }

  private kept(): Kept | null {
    try { return JSON.parse(this.drawer.get(name) ?? 'null') as Kept | null; } catch { return null; }
  }
}
