import { Deliverer, isFresh, markFresh } from './delivery.ts';
import { type Http, HttpProblem, makeHttp } from './http.ts';
import { makeId } from './ids.ts';
import { LiveChannel, type LiveListener } from './live.ts';
import type { Author, Conversation, Entry, FileReference, OrderCard, Question, Rating, Settings } from './model.ts';
import { Outbox, type OutboxItem } from './outbox.ts';
import { type KeptSession, SessionKeeper } from './session.ts';
import { type Drawer, openDrawer, readJson } from './storage.ts';
import { ThreadLog } from './thread-log.ts';

/** The longest message the box sends, in UTF-16 units. */
export const longestText = 8000;
const firstPage = 60;
const wholePage = 200;
const pollSeconds = { watching: 4, away: 20 };
const typingShownSeconds = 6;
const typingSentSeconds = 3;
const resumeClosedHours = 24;

interface RatingDraft { conversation: string; satisfied: number; solved: boolean; comment?: string }

/** Everything the pages show and do; it knows nothing about how they look. */
export class Desk {
  readonly drawer: Drawer;
  readonly http: Http;
  readonly sessions: SessionKeeper;
  readonly outbox: Outbox;
  orders: OrderCard[] | null = null;
  ordersFailed = false;
  questions: Question[] = [];
  conversation: Conversation | null = null;
  /** The conversation that is shown; it may not exist on the server yet. */
  conversationId: string | null = null;
  log = new ThreadLog();
  typing: Author | null = null;
  started = false;
  /** The network, as the browser tells; struggling = the server does not answer. */
  online = true;
  struggling = false;
  keepsNothing = false;
  private readonly live: LiveChannel;
  private readonly listeners = new Set<() => void>();
  private watching = false;
  private readSent = 0;
  private typingSentAt = 0;
  private cancelTyping: (() => void) | null = null;
  private cancelPoll: (() => void) | null = null;
  private fetching: Promise<void> | null = null;
  private clockOffset = 0;
  private clockRate = 1;
  private clockFrom = Date.now();
  private attempts = 0;
  private announced = false;

  constructor(readonly settings: Settings, readonly language: () => string) {
    this.drawer = openDrawer(settings.tenant);
    this.keepsNothing = !this.drawer.set('probe', '1');
    this.drawer.remove('probe');
    const base = `${settings.origin}/api/v1`;
    this.http = makeHttp(base, () => this.sessions.token, language);
    this.sessions = new SessionKeeper(this.drawer, this.http, settings, language, (change) => {
      this.outbox.belongTo(change.session.consumer.id, change.previousConsumer);
      this.live.restart();
    });
    const deliverer = new Deliverer({
      http: this.http, drawer: this.drawer, sessions: this.sessions, entryUnit: settings.unit, orderId: settings.order,
      conversation: (conversation) => this.takeConversation(conversation, true),
      entry: (entry) => this.takeEntry(entry),
      replace: (gone) => this.replace(gone),
      rated: (id) => this.drawer.set(`rated:${id}`, '1'),
    });
    this.outbox = new Outbox({
      drawer: this.drawer, deliver: (item) => deliverer.deliver(item), changed: () => this.changed(),
      later, random: Math.random,
    });
    this.live = new LiveChannel({
      url: `${base.replace(/^http/, 'ws')}/live`, token: () => this.sessions.token, listener: this.liveListener(),
      open: (url) => new WebSocket(url), later, random: Math.random,
    });
    const kept = this.sessions.current;
    if (kept) this.outbox.belongTo(kept.consumer.id, null);
    this.online = navigator.onLine !== false;
  }

  subscribe(listener: () => void): void { this.listeners.add(listener); }

  get session(): KeptSession | null { return this.sessions.current; }

  /** Business time as the server tells it, in milliseconds since 1970. */
  now(): number { return this.clockFrom + this.clockOffset + (Date.now() - this.clockFrom) * this.clockRate; }

  /** Begins, and keeps trying until the server answered. */
  async start(): Promise<void> {
    if (!this.announced) { this.announced = true; this.hearTheBrowser(); this.showKept(); }
    try {
      const session = await this.sessions.ensure();
      this.attempts = 0;
      this.struggling = false;
      this.outbox.belongTo(session.consumer.id, null);
      if (session.businessNow) this.setClock(session.businessNow, session.timeRate ?? 1);
      await Promise.all([this.loadOrders(), this.loadQuestions(), this.findConversation()]);
      this.sendKeptRating();
      this.started = true;
      this.outbox.kick();
      this.changed();
    } catch (error) {
      this.struggling = true;
      this.changed();
      const wait = Math.min(30, 2 ** this.attempts++);
      if (error instanceof HttpProblem && error.problem.status === 401 && this.sessions.token) this.sessions.invalidate(this.sessions.token);
      later(() => void this.start(), wait * 1000);
    }
  }

  /** Sends words, files or both; false when the outbox is full. */
  say(message: { text?: string; files?: FileReference[]; orderId?: string }): boolean {
    return this.outbox.add({ ...this.newItem('message'), ...message });
  }

  /** "A person, please": works at any step, once is enough. */
  askForPerson(): void {
    if (!this.personAsked) this.outbox.add(this.newItem('person'));
  }

  get personAsked(): boolean {
    const state = this.conversation?.state;
    return state === 'queued' || state === 'agent' || this.outbox.items.some((item) => item.kind === 'person' && !item.refused);
  }

  leaveQueue(): void { if (this.conversation) this.outbox.add(this.newItem('departure')); }

  get over(): boolean { const state = this.conversation?.state; return state === 'closed' || state === 'wrapup'; }

  get rated(): boolean {
    const id = this.conversationId;
    return !id || !!this.conversation?.rating || this.drawer.get(`rated:${id}`) !== null;
  }

  /** Kept at once, so that closing the page does not lose it; sent when finished. */
  keepRating(rating: Rating): void {
    const draft: RatingDraft = { conversation: this.conversationId!, ...rating };
    this.drawer.set('rating', JSON.stringify(draft));
  }

  sendKeptRating(): void {
    const draft = readJson<RatingDraft>(this.drawer, 'rating');
    if (!draft) return;
    this.drawer.remove('rating');
    const { conversation, ...rating } = draft;
    this.drawer.set(`rated:${conversation}`, '1');
    this.outbox.add({ ...this.newItem('rating'), conversation, rating });
  }

  /** Leaves what is shown and begins anew; nothing is opened on the server before the first word. */
  startNew(): void {
    this.show(null, new ThreadLog());
    this.drawer.remove('conversation');
    this.changed();
  }

  /** The panel is open and the page in front: what is here counts as read. */
  watch(watching: boolean): void {
    this.watching = watching;
    if (!watching) return;
    this.live.connectNow();
    this.markRead();
    this.schedulePoll();
  }

  get unread(): number {
    const read = Math.max(this.readSent, this.conversation?.readByConsumer ?? 0);
    return this.log.entries.filter((entry) => entry.sequence > read && entry.kind === 'message' && entry.author.party !== 'consumer').length;
  }

  tellTyping(): void {
    if (!this.conversationId || Date.now() - this.typingSentAt < typingSentSeconds * 1000) return;
    if (this.live.send({ type: 'typing', conversation: this.conversationId })) this.typingSentAt = Date.now();
  }

  async loadOrders(limit = 10): Promise<void> {
    try {
      this.orders = (await this.http.get<{ items: OrderCard[] }>(`/me/orders?limit=${limit}`)).items;
      this.ordersFailed = false;
    } catch (error) {
      if (error instanceof HttpProblem && error.problem.status === 401) throw error;
      this.ordersFailed = true;
    }
    this.changed();
  }

  async history(): Promise<Conversation[]> {
    const list = await this.http.get<{ items: Conversation[] }>('/conversations?limit=50');
    return [...list.items].sort((a, b) => moment(b) - moment(a));
  }

  async openConversation(id: string): Promise<void> {
    const conversation = await this.http.get<Conversation>(`/conversations/${encodeURIComponent(id)}`);
    this.show(conversation, new ThreadLog(Math.max(0, conversation.newest - firstPage)));
    this.remember(id);
    await this.catchUp();
    this.follow();
    this.changed();
  }

  async loadEarlier(): Promise<void> {
    const { conversationId, log } = this;
    const after = Math.max(0, log.first - firstPage);
    const page = await this.http.get<{ items: Entry[] }>(`/conversations/${conversationId}/entries?after=${after}&limit=${firstPage}`);
    if (log === this.log) { log.prepend(page.items); this.changed(); }
  }

  /** A fresh link for a file whose short-lived one has run out. */
  async freshLink(entry: Entry, fileId: string): Promise<string | null> {
    const page = await this.http.get<{ items: Entry[] }>(`/conversations/${this.conversationId}/entries?after=${entry.sequence - 1}&limit=1`);
    return page.items[0]?.files?.find((file) => file.id === fileId)?.url ?? null;
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

  private newItem(kind: OutboxItem['kind']): Omit<OutboxItem, 'owner'> {
    return { clientId: makeId(), kind, conversation: this.ensureId(), language: this.language(), at: Date.now() };
  }

  private ensureId(): string {
    if (!this.conversationId) {
      this.conversationId = makeId();
      markFresh(this.drawer, this.conversationId);
      this.remember(this.conversationId);
    }
    return this.conversationId;
  }

  private remember(id: string): void { this.drawer.set('conversation', id); }

  private replace(gone: string): string {
    const next = makeId();
    markFresh(this.drawer, next);
    this.outbox.move(gone, next);
    if (this.conversationId === gone) { this.show(null, new ThreadLog()); this.conversationId = next; this.remember(next); }
    return next;
  }

  private show(conversation: Conversation | null, log: ThreadLog): void {
    this.conversation = conversation;
    this.conversationId = conversation?.id ?? null;
    this.log = log;
    this.typing = null;
    this.readSent = 0;
  }

  /** What was said before the last page was closed shows at once, connected or not. */
  private showKept(): void {
    const id = this.drawer.get('conversation');
    if (id && isFresh(this.drawer, id) && this.outbox.items.some((item) => item.conversation === id)) this.conversationId = id;
    this.changed();
  }

  /** The open conversation of this consumer goes on here, whichever device it began on. */
  private async findConversation(): Promise<void> {
    if (this.conversation || (this.conversationId && isFresh(this.drawer, this.conversationId))) return;
    const mine = await this.history();
    const recent = this.now() - resumeClosedHours * 3_600_000;
    const open = mine.find((one) => one.state !== 'closed' && one.state !== 'abandoned');
    const just = mine[0] && moment(mine[0]) > recent && !mine[0].rating ? mine[0] : undefined;
    const chosen = open ?? just;
    if (chosen) await this.openConversation(chosen.id);
  }

  private async loadQuestions(): Promise<void> {
    const about = this.settings.order ? `?orderId=${encodeURIComponent(this.settings.order)}` : '';
    this.questions = await this.http.get<{ items: Question[] }>(`/me/questions${about}`).then((list) => list.items, () => []);
  }

  private takeConversation(conversation: Conversation, own = false): void {
    if (conversation.id !== this.conversationId) return;
    const known = this.conversation;
    if (known?.version !== undefined && conversation.version !== undefined && conversation.version < known.version) return;
    this.conversation = conversation;
    if (own && !known) this.follow();
    if (this.log.hear(conversation.newest)) void this.catchUp();
    this.changed();
  }

  private takeEntry(entry: Entry): void {
    if (entry.conversation && entry.conversation !== this.conversationId) return;
    const arrival = this.log.accept(entry);
    if (arrival === 'duplicate') return;
    if (entry.clientId) this.outbox.settle(entry.clientId);
    if (this.typing?.party === entry.author?.party) this.typing = null;
    if (arrival === 'gap') { this.live.resubscribe(); void this.catchUp(); }
    this.markRead();
    this.changed();
  }

  private follow(): void {
    const id = this.conversationId;
    if (id) this.live.follow(id, () => this.log.last);
    this.schedulePoll();
  }

  /** Fetches everything after the last sequence seen; one fetch at a time. */
  private catchUp(): Promise<void> {
    this.fetching ??= this.fetchEntries().finally(() => { this.fetching = null; });
    return this.fetching;
  }

  private async fetchEntries(): Promise<void> {
    const { conversationId, log } = this;
    for (let more = true; more && conversationId && log === this.log;) {
      const page = await this.http.get<{ items: Entry[]; newest: number }>(
        `/conversations/${encodeURIComponent(conversationId)}/entries?after=${log.last}&limit=${wholePage}`).catch(() => null);
      if (!page || log !== this.log) return;
      const before = log.last;
      for (const entry of page.items) this.takeEntry({ ...entry, conversation: conversationId });
      more = log.last < page.newest && log.last > before;
    }
  }

  private markRead(): void {
    const newest = this.log.last;
    if (!this.watching || !this.conversation || newest <= Math.max(this.readSent, this.conversation.readByConsumer ?? 0)) return;
    this.readSent = newest;
    const conversation = this.conversation.id;
    if (this.live.send({ type: 'read', conversation, sequence: newest })) return;
    void this.http.post(`/conversations/${conversation}/reads`, { sequence: newest }).catch(() => undefined);
  }

  private liveListener(): LiveListener {
    return {
      entry: (entry) => this.takeEntry(entry),
      conversation: (conversation) => this.takeConversation(conversation),
      typing: (conversation, author) => { if (conversation === this.conversationId) this.showTyping(author); },
      read: (conversation, party, sequence) => {
        if (conversation !== this.conversation?.id || party === 'consumer') return;
        this.conversation = { ...this.conversation, readByStaff: Math.max(sequence, this.conversation.readByStaff ?? 0) };
        this.changed();
      },
      heartbeat: (newest) => {
        const mine = this.conversationId ? newest[this.conversationId] : undefined;
        if (mine !== undefined && this.log.hear(mine)) { this.live.resubscribe(); void this.catchUp(); }
      },
      reload: () => { if (this.conversationId) void this.openConversation(this.conversationId).catch(() => undefined); },
      state: (up) => {
        if (up) { this.struggling = false; this.outbox.kick(); void this.catchUp(); }
        this.schedulePoll();
        this.changed();
      },
      clock: (at) => { if (!this.session?.businessNow) this.setClock(at, 1); },
    };
  }

  private showTyping(author: Author): void {
    if (author?.party === 'consumer') return;
    this.typing = author;
    this.cancelTyping?.();
    this.cancelTyping = later(() => { this.typing = null; this.changed(); }, typingShownSeconds * 1000);
    this.changed();
  }

  /** While nothing arrives by itself, ask. */
  private schedulePoll(): void {
    this.cancelPoll?.();
    this.cancelPoll = null;
    if (this.live.up || !this.conversation) return;
    const seconds = this.watching ? pollSeconds.watching : pollSeconds.away;
    this.cancelPoll = later(() => void this.poll(), seconds * 1000);
  }

  private async poll(): Promise<void> {
    const id = this.conversation?.id;
    if (!id || this.live.up) return;
    try {
      this.takeConversation(await this.http.get<Conversation>(`/conversations/${encodeURIComponent(id)}`));
      await this.catchUp();
      this.struggling = false;
    } catch (error) {
      this.struggling = error instanceof HttpProblem && error.passing;
      if (error instanceof HttpProblem && error.problem.status === 401) return this.renew();
    }
    this.changed();
    this.schedulePoll();
  }

  /** Our token is not accepted any more: begin again with a new one. */
  private renew(): void {
    if (this.sessions.token) this.sessions.invalidate(this.sessions.token);
    void this.start();
  }

  private setClock(at: string, rate: number): void {
    const told = Date.parse(at);
    if (Number.isNaN(told)) return;
    this.clockFrom = Date.now();
    this.clockOffset = told - this.clockFrom;
    this.clockRate = rate;
  }

  private hearTheBrowser(): void {
    addEventListener('online', () => { this.online = true; this.live.connectNow(); this.outbox.kick(); this.changed(); });
    addEventListener('offline', () => { this.online = false; this.changed(); });
    addEventListener('pagehide', () => this.sendKeptRating());
    addEventListener('storage', (event) => { if (event.key?.startsWith(`patella:${this.settings.tenant}:out:`)) this.changed(); });
  }

  private changed(): void { for (const listener of this.listeners) listener(); }
}

function moment(conversation: Conversation): number {
  return Date.parse(conversation.lastAt ?? conversation.openedAt ?? '') || 0;
}

function later(action: () => void, milliseconds: number): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}
