import type { BusinessClock } from './clock.ts';
import { type Http, HttpProblem } from './http.ts';
import { later } from './later.ts';
import { LiveChannel, type LiveListener } from './live.ts';
import type { Author, Conversation, Entry } from './model.ts';
import { ThreadLog } from './thread-log.ts';

const firstPage = 60;
const wholePage = 200;
const pollSeconds = { watching: 4, away: 20 };
const typingShownSeconds = 6;
const typingSentSeconds = 3;

export interface TalkOptions {
  http: Http;
  liveUrl: string;
  clock: BusinessClock;
  token(): string | null;
  changed(): void;
  /** An entry of ours came back from the server. */
  settled(clientId: string): void;
  /** Whether the server answers. */
  reachable(yes: boolean): void;
  /** The server does not know our token any more. */
  renew(): void;
  /** Something was done to an order of this consumer. */
  acted(): void;
}

/** The conversation that is shown: followed over the live channel, or by asking where sockets are blocked. */
export class Talk {
  conversation: Conversation | null = null;
  /** May be one that the server has not seen yet. */
  id: string | null = null;
  log = new ThreadLog();
  typing: Author | null = null;
  readonly live: LiveChannel;
  private watching = false;
  private readSent = 0;
  private typingSentAt = 0;
  private cancelTyping: (() => void) | null = null;
  private cancelPoll: (() => void) | null = null;
  private fetching: Promise<void> | null = null;

  constructor(private readonly options: TalkOptions) {
    this.live = new LiveChannel({
      url: options.liveUrl, token: options.token, listener: this.listener(), open: (url) => new WebSocket(url), later, random: Math.random,
    });
  }

  /** Shows nothing yet, or a conversation that we are about to open. */
  begin(id: string | null): void { this.show(id, null, new ThreadLog()); }

  async open(id: string): Promise<void> {
    const conversation = await this.options.http.get<Conversation>(`/conversations/${encodeURIComponent(id)}`);
    this.show(id, conversation, new ThreadLog(Math.max(0, conversation.newest - firstPage)));
    await this.catchUp();
    this.follow();
    this.options.changed();
  }

  async loadEarlier(): Promise<void> {
    const { log } = this;
    const after = Math.max(0, log.first - firstPage);
    const page = await this.entries(after, log.first - after);
    if (log === this.log) { log.prepend(page.items); this.options.changed(); }
  }

  /** A fresh link for a file whose short-lived one has run out. */
  async freshLink(entry: Entry, fileId: string): Promise<string | null> {
    const page = await this.entries(entry.sequence - 1, 1);
    return page.items[0]?.files?.find((file) => file.id === fileId)?.url ?? null;
  }

  /** The page is in front: what is here counts as read. */
  watch(watching: boolean): void {
    if (watching && !this.watching) { this.live.connectNow(); this.watching = true; this.schedulePoll(); }
    this.watching = watching;
    this.markRead();
  }

  get unread(): number {
    const read = Math.max(this.readSent, this.conversation?.readByConsumer ?? 0);
    return this.log.entries.filter((entry) => entry.sequence > read && entry.kind === 'message' && entry.author.party !== 'consumer').length;
  }

  tellTyping(): void {
    if (!this.conversation || Date.now() - this.typingSentAt < typingSentSeconds * 1000) return;
    if (this.live.send({ type: 'typing', conversation: this.conversation.id })) this.typingSentAt = Date.now();
  }

  take(conversation: Conversation, own = false): void {
    if (conversation.id !== this.id) return;
    const known = this.conversation;
    if (known && isOlder(conversation, known)) return;
    this.conversation = { ...conversation, readByStaff: Math.max(conversation.readByStaff ?? 0, known?.readByStaff ?? 0) };
    if (own && !known) this.follow();
    if (this.log.hear(conversation.newest)) void this.catchUp();
    this.options.changed();
  }

  takeEntry(entry: Entry): void {
    if (entry.conversation && entry.conversation !== this.id) return;
    const arrival = this.log.accept(entry);
    if (arrival === 'duplicate') return;
    if (entry.clientId) this.options.settled(entry.clientId);
    if (this.typing?.party === entry.author?.party) this.typing = null;
    if (arrival === 'gap') { this.live.resubscribe(); void this.catchUp(); }
    if (entry.data?.about === 'action') this.options.acted();
    this.markRead();
    this.options.changed();
  }

  /** Fetches everything after the last sequence seen; one fetch at a time. */
  catchUp(): Promise<void> {
    this.fetching ??= this.fetchEntries().finally(() => { this.fetching = null; });
    return this.fetching;
  }

  private show(id: string | null, conversation: Conversation | null, log: ThreadLog): void {
    this.id = id;
    this.conversation = conversation;
    this.log = log;
    this.typing = null;
    this.readSent = 0;
    this.fetching = null;
  }

  private follow(): void {
    if (this.id) this.live.follow(this.id, () => this.log.last);
    this.schedulePoll();
  }

  private entries(after: number, limit: number): Promise<{ items: Entry[]; newest: number }> {
    return this.options.http.get(`/conversations/${encodeURIComponent(this.id ?? '')}/entries?after=${after}&limit=${limit}`);
  }

  private async fetchEntries(): Promise<void> {
    const { id, log } = this;
    for (let more = id !== null; more && log === this.log;) {
      const page = await this.entries(log.last, wholePage).catch(() => null);
      if (!page || log !== this.log) return;
      const before = log.last;
      for (const entry of page.items) this.takeEntry({ ...entry, conversation: id! });
      more = log.last < page.newest && log.last > before;
    }
  }

  private markRead(): void {
    const newest = this.log.last;
    if (!this.watching || !this.conversation || newest <= Math.max(this.readSent, this.conversation.readByConsumer ?? 0)) return;
    this.readSent = newest;
    const conversation = this.conversation.id;
    if (this.live.send({ type: 'read', conversation, sequence: newest })) return;
    void this.options.http.post(`/conversations/${conversation}/reads`, { sequence: newest }).catch(() => undefined);
  }

  private listener(): LiveListener {
    const { changed, clock, reachable, renew } = this.options;
    return {
      entry: (entry) => this.takeEntry(entry),
      conversation: (conversation) => this.take(conversation),
      typing: (conversation, author) => { if (conversation === this.id) this.showTyping(author); },
      read: (conversation, party, sequence) => this.takeRead(conversation, party, sequence),
      heartbeat: (newest) => {
        const mine = this.id ? newest[this.id] : undefined;
        if (mine !== undefined && this.log.hear(mine)) { this.live.resubscribe(); void this.catchUp(); }
      },
      reload: () => { if (this.conversation) void this.open(this.conversation.id).catch(() => undefined); },
      state: (up) => {
        if (up) { reachable(true); void this.catchUp(); }
        this.schedulePoll();
        changed();
      },
      clock: (at) => clock.hear(at),
      refused: renew,
    };
  }

  private takeRead(conversation: string, party: string, sequence: number): void {
    if (conversation !== this.conversation?.id || party === 'consumer' || !(sequence > 0)) return;
    this.conversation = { ...this.conversation, readByStaff: Math.max(sequence, this.conversation.readByStaff ?? 0) };
    this.options.changed();
  }

  private showTyping(author: Author): void {
    if (author?.party === 'consumer') return;
    this.typing = author;
    this.cancelTyping?.();
    this.cancelTyping = later(() => { this.typing = null; this.options.changed(); }, typingShownSeconds * 1000);
    this.options.changed();
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
      this.take(await this.options.http.get<Conversation>(`/conversations/${encodeURIComponent(id)}`));
      await this.catchUp();
      this.options.reachable(true);
    } catch (error) {
      if (error instanceof HttpProblem && error.problem.status === 401) this.options.renew();
      else this.options.reachable(!(error instanceof HttpProblem && error.passing));
    }
    this.options.changed();
    this.schedulePoll();
  }
}

/** Answers may overtake each other; the sequence and the version only grow. */
function isOlder(one: Conversation, known: Conversation): boolean {
  if (one.version !== undefined && known.version !== undefined && one.version !== known.version) return one.version < known.version;
  return one.newest < known.newest;
}
