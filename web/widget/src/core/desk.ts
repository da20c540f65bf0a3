import { BusinessClock } from './clock.ts';
import { clearFresh, Deliverer, isFresh, markFresh } from './delivery.ts';
import { type Http, HttpProblem, makeHttp } from './http.ts';
import { makeId } from './ids.ts';
import { later } from './later.ts';
import type { Author, Conversation, FileReference, OrderCard, Question, Rating, Settings, Remedy, Survey, Preview } from './model.ts';
import { Outbox, type OutboxItem } from './outbox.ts';
import { Ratings, type SurveyDraft } from './ratings.ts';
import { type KeptSession, SessionKeeper } from './session.ts';
import { type Drawer, openDrawer } from './storage.ts';
import { Talk } from './talk.ts';
import type { ThreadLog } from './thread-log.ts';

/** The longest message the server takes, in UTF-16 units. */
export const longestText = 4_000;
const resumeClosedHours = 24;
/** What we are told was done may be told several times at once. */
const settleMilliseconds = 1_000;

/** Where the unfinished words of a consumer are kept. */
export function draftName(consumer: string | undefined): string { return `draft:${consumer ?? ''}`; }

/** Everything the page shows and does; it knows nothing about how it looks. */
export class Desk {
  readonly drawer: Drawer;
  readonly http: Http;
  readonly sessions: SessionKeeper;
  readonly outbox: Outbox;
  readonly talk: Talk;
  readonly clock = new BusinessClock();
  orders: OrderCard[] | null = null;
  ordersFailed = false;
  remedies: Remedy[] = [];
  questions: Question[] = [];
  /** The network, as the browser tells. */
  online = navigator.onLine !== false;
  /** The server does not answer. */
  struggling = false;
  /** The browser keeps nothing beyond this page. */
  readonly keepsNothing: boolean;
  private readonly ratings: Ratings;
  private readonly listeners = new Set<() => void>();
  private attempts = 0;
  private starting = false;
  /** Where this consumer's words belong is known: found out, or decided by them. */
  private placed = false;
  private placing: Promise<void> | null = null;
  /** Begun on this page before that was known. */
  private readonly begun = new Set<string>();
  private stopLooking: (() => void) | null = null;

  constructor(readonly settings: Settings, readonly language: () => string) {
    const base = `${settings.origin}/api/v1`;
    this.drawer = openDrawer(settings.tenant);
    this.keepsNothing = !this.drawer.set('probe', '1');
    this.drawer.remove('probe');
    this.ratings = new Ratings(this.drawer);
    this.http = makeHttp(base, () => this.sessions.token, language);
    this.sessions = new SessionKeeper(this.drawer, this.http, settings, language, (change) => {
      this.outbox.belongTo(change.session.consumer.id, change.previousConsumer);
      if (change.previousConsumer) this.moveDraft(change.previousConsumer, change.session.consumer.id);
      this.talk.live.restart();
    });
    this.talk = new Talk({
      http: this.http, liveUrl: `${base.replace(/^http/, 'ws')}/live`, clock: this.clock, token: () => this.sessions.token,
      changed: () => this.changed(), settled: (clientId) => this.outbox.settle(clientId), renew: () => this.renew(),
      acted: () => { this.stopLooking?.(); this.stopLooking = later(() => void this.loadOrders().catch(() => undefined), settleMilliseconds); },
      reachable: (yes) => { if (yes && this.struggling) this.outbox.kick(); this.struggling = !yes; },
    });
    this.outbox = this.makeOutbox();
    const kept = this.sessions.current;
    if (kept) this.outbox.belongTo(kept.consumer.id, null);
    this.showKept();
    this.hearTheBrowser();
  }

  get session(): KeptSession | null { return this.sessions.current; }
  get conversation(): Conversation | null { return this.talk.conversation; }
  get conversationId(): string | null { return this.talk.id; }
  get log(): ThreadLog { return this.talk.log; }
  get typing(): Author | null { return this.talk.typing; }

  subscribe(listener: () => void): void { this.listeners.add(listener); }

  /** Begins, and keeps trying until the server has answered. */
  async start(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    try {
      const session = await this.sessions.ensure();
      await this.sessions.speak(this.language()).catch(() => false);
      this.outbox.belongTo(session.consumer.id, null);
      this.clock.hear(session.businessNow, session.timeRate, session.heardAt);
      this.changed();
      await Promise.all([this.loadOrders(), this.loadQuestions(), this.place()]);
      this.attempts = 0;
      this.struggling = false;
      this.sendKeptRating();
      this.outbox.kick();
    } catch (error) {
      this.struggling = true;
      if (error instanceof HttpProblem && error.problem.status === 401) this.forget();
      later(() => void this.start(), Math.min(30, 2 ** this.attempts++) * 1000);
    } finally {
      this.starting = false;
      this.changed();
    }
  }

  /** Sends words, files or both; false when too much waits already. */
  say(message: { text?: string; files?: FileReference[]; orderId?: string }): boolean {
    return this.outbox.add({ ...this.newItem('message'), ...message });
  }

  /** "A person, please": works at any step, once is enough. */
  askForPerson(): void { if (!this.personAsked) this.outbox.add(this.newItem('person')); }

  get personAsked(): boolean {
    const state = this.conversation?.state;
    return state === 'queued' || state === 'agent' || this.outbox.items.some((item) => item.kind === 'person' && !item.refused);
  }

  leaveQueue(): void { if (this.conversation) this.outbox.add(this.newItem('departure')); }

  get over(): boolean { return this.conversation?.state === 'closed' || this.conversation?.state === 'wrapup'; }

  get rated(): boolean { return !this.conversationId || !!this.conversation?.rating || this.ratings.given(this.conversationId); }

  keepRating(rating: Rating): void { if (this.conversationId) this.ratings.keep(this.conversationId, rating); }

  /** What this consumer is asked beyond the rating: usually nothing. */
  async survey(): Promise<Survey | undefined> {
    const { items } = await this.http.get<{ items: Survey[] }>(`/surveys?conversation=${encodeURIComponent(this.conversationId ?? '')}`);
    if (items[0]) void this.http.post(`/surveys/${encodeURIComponent(items[0].id)}/showings`, {}).catch(() => undefined);
    return items[0];
  }

  preview(id: string): Promise<Preview> { return this.http.get<Preview>(`/previews/${encodeURIComponent(id)}`); }

  /** Yes to exactly what was shown: the hash says what that was. */
  consent(preview: Preview): Promise<Preview> {
    return this.http.post<Preview>(`/previews/${encodeURIComponent(preview.id)}/consents`, { hash: preview.hash });
  }

  keepSurvey(answers: SurveyDraft): void { this.ratings.keepSurvey(answers); }

  sendKeptRating(): void {
    const answers = this.ratings.takeSurvey();
    if (answers) this.outbox.add({ ...this.newItem('survey'), survey: answers });
    const kept = this.ratings.take();
    if (!kept) return;
    const { conversation, ...rating } = kept;
    this.outbox.add({ ...this.newItem('rating'), conversation, rating });
  }

  /** Begins anew; nothing is opened on the server before the first word. */
  startNew(): void {
    this.placed = true;
    this.talk.begin(null);
    this.drawer.remove('conversation');
    this.changed();
  }

  /** The reader chose another language: what the server words for us is fetched again. */
  async languageChanged(): Promise<void> {
    if (!(await this.sessions.speak(this.language()).catch(() => false))) return;
    this.talk.live.restart();
    await Promise.all([this.loadOrders(), this.loadQuestions()]).catch(() => undefined);
    this.changed();
  }

  async openConversation(id: string): Promise<void> {
    this.placed = true;
    await this.show(id);
  }

  private async show(id: string): Promise<void> {
    await this.talk.open(id);
    this.drawer.set('conversation', id);
  }

  async history(): Promise<Conversation[]> {
    const list = await this.http.get<{ items: Conversation[] }>('/conversations?limit=50');
    return [...list.items].sort((a, b) => moment(b) - moment(a));
  }

  async loadOrders(): Promise<void> {
    try {
      const [orders, remedies] = await Promise.all([
        this.http.get<{ items: OrderCard[] }>('/me/orders?limit=10'),
        // Orders without what is paid back are better than nothing at all.
        this.http.get<{ items: Remedy[] }>('/me/remedies?limit=50').catch(() => ({ items: this.remedies })),
      ]);
      this.orders = orders.items;
      this.remedies = remedies.items;
      this.ordersFailed = false;
    } catch (error) {
      if (error instanceof HttpProblem && error.problem.status === 401) throw error;
      this.ordersFailed = true;
    }
    this.changed();
  }

  /** Addresses in answers may be relative to the server, never to the page that embeds us. */
  address(path: string | undefined): string | null {
    if (!path) return null;
    try {
      const url = new URL(path, `${this.settings.origin}/`);
      return url.protocol === 'https:' || url.origin === this.settings.origin ? url.href : null;
    } catch {
      return null;
    }
  }

  private makeOutbox(): Outbox {
    const deliverer = new Deliverer({
      http: this.http, drawer: this.drawer, sessions: this.sessions, entryUnit: this.settings.unit, orderId: this.settings.order, appVersion: this.settings.appVersion,
      conversation: (conversation) => this.talk.take(conversation, true),
      entry: (entry) => this.talk.takeEntry(entry),
      replace: (gone) => this.replace(gone),
    });
    return new Outbox({
      drawer: this.drawer, deliver: async (item) => deliverer.deliver({ ...item, conversation: await this.placeOf(item) }), changed: () => this.changed(), later, random: Math.random,
    });
  }

  private newItem(kind: OutboxItem['kind']): Omit<OutboxItem, 'owner'> {
    const conversation = this.conversationId ?? this.beginFresh();
    return { clientId: makeId(), kind, conversation, language: this.language(), at: Date.now() };
  }

  private beginFresh(): string {
    const id = makeId();
    markFresh(this.drawer, id);
    if (!this.placed) this.begun.add(id);
    this.talk.begin(id);
    this.drawer.set('conversation', id);
    return id;
  }

  /** A conversation can take nothing more: what is unsent goes on in a new one. */
  private replace(gone: string): string {
    const shown = this.conversationId === gone;
    const next = shown ? this.beginFresh() : makeId();
    if (!shown) markFresh(this.drawer, next);
    this.outbox.move(gone, next);
    return next;
  }

  /** What was said before the page was closed shows at once, connected or not. */
  private showKept(): void {
    const id = this.drawer.get('conversation');
    if (id && this.outbox.items.some((item) => item.conversation === id)) this.talk.begin(id);
  }

  /** One look at a time, and none once it is known. */
  private place(): Promise<void> {
    if (this.placed) return Promise.resolve();
    this.placing ??= this.findConversation().then(() => { this.placed = true; }).finally(() => { this.placing = null; });
    return this.placing;
  }

  /** Where an item goes: what was said before we knew of an open conversation waits until we have looked for one. */
  private async placeOf(item: OutboxItem): Promise<string> {
    if (!this.placed && isFresh(this.drawer, item.conversation)) {
      // Without an answer it is not kept waiting: then it opens a conversation of its own.
      await this.sessions.ensure().then(() => this.place()).catch(() => this.begun.delete(item.conversation));
    }
    return this.outbox.find(item.clientId)?.conversation ?? item.conversation;
  }

  /**
   * The open conversation of this consumer goes on here, whichever device it began on. What they said while we
   * looked for it, or before we could, belongs into it; what they said before this page was opened stays in the one
   * it was said in.
   */
  private async findConversation(): Promise<void> {
    const before = this.conversationId;
    if (this.conversation || (before && isFresh(this.drawer, before) && !this.begun.has(before))) return;
    const mine = await this.history();
    if (this.placed || this.conversation) return;
    const said = this.conversationId;
    const recent = this.clock.now() - resumeClosedHours * 3_600_000;
    const unsent = mine.find((one) => one.id === before);
    const open = mine.find((one) => one.state !== 'closed' && one.state !== 'abandoned');
    const justEnded = mine[0] && moment(mine[0]) > recent && !mine[0].rating && !this.ratings.given(mine[0].id) ? mine[0] : undefined;
    const chosen = unsent ?? open ?? (said && this.begun.has(said) ? undefined : justEnded);
    if (!chosen) return;
    await this.show(chosen.id);
    // Also what was said while its entries were on their way.
    for (const begun of this.begun) { this.outbox.move(begun, chosen.id); clearFresh(this.drawer, begun); }
    this.changed();
  }

  private async loadQuestions(): Promise<void> {
    const ask = (about: string): Promise<Question[]> => this.http.get<{ items: Question[] }>(`/me/questions${about}`).then((list) => list.items);
    const { order } = this.settings;
    // The page may name an order that is not theirs, or not known here yet.
    const about = order ? await ask(`?orderId=${encodeURIComponent(order)}`).catch(() => []) : [];
    this.questions = about.length > 0 ? about : await ask('').catch(() => []);
  }

  /** What a visitor was writing goes along when they sign in. */
  private moveDraft(from: string, to: string): void {
    const draft = this.drawer.get(draftName(from));
    if (draft !== null && this.drawer.get(draftName(to)) === null) this.drawer.set(draftName(to), draft);
    if (from !== to) this.drawer.remove(draftName(from));
  }

  private forget(): void { if (this.sessions.token) this.sessions.invalidate(this.sessions.token); }

  /** Our token is not accepted any more: begin again with a new one. */
  private renew(): void {
    this.forget();
    this.placed = false;
    void this.start();
  }

  private hearTheBrowser(): void {
    addEventListener('online', () => { this.online = true; this.talk.live.connectNow(); this.outbox.kick(); this.changed(); });
    addEventListener('offline', () => { this.online = false; this.changed(); });
    addEventListener('pagehide', () => this.sendKeptRating());
    addEventListener('storage', (event) => { if (event.key?.startsWith(`patella:${this.settings.tenant}:out:`)) this.changed(); });
  }

  private changed(): void { for (const listener of this.listeners) listener(); }
}

function moment(conversation: Conversation): number {
  return Date.parse(conversation.lastAt ?? conversation.openedAt ?? '') || 0;
}
