import type { Author, Conversation, Entry } from './model.ts';

/** What the live channel tells us; push is a hint, the sequence is the truth. */
export interface LiveListener {
  entry(entry: Entry): void;
  conversation(conversation: Conversation): void;
  typing(conversation: string, author: Author): void;
  read(conversation: string, party: string, sequence: number): void;
  /** The newest sequence of each conversation we follow, as the server knows it. */
  heartbeat(newest: Record<string, number>): void;
  reload(): void;
  /** Up: welcomed and subscribed. Down: nothing arrives by itself, somebody has to ask. */
  state(up: boolean): void;
  /** The server's clock, when it says what time it is. */
  clock(at: string): void;
  /** The server does not know our token. */
  refused(): void;
}

export interface LiveOptions {
  url: string;
  token(): string | null;
  listener: LiveListener;
  open(url: string): WebSocket;
  later(action: () => void, milliseconds: number): () => void;
  random(): number;
}

/** A socket that is silent for this long is dead: the server's heart beats every 10 s. */
const silenceMilliseconds = 25_000;
const welcomeMilliseconds = 8_000;
const longestWaitMilliseconds = 30_000;

/** One WebSocket that keeps coming back, and says honestly when it is not there. */
export class LiveChannel {
  private socket: WebSocket | null = null;
  private following: { id: string; after(): number } | null = null;
  private welcomed = false;
  private wanted = false;
  private failures = 0;
  private cancelRetry: (() => void) | null = null;
  private cancelWatch: (() => void) | null = null;

  constructor(private readonly options: LiveOptions) {}

  get up(): boolean { return this.welcomed; }

  /** Follows one conversation from the last sequence seen. */
  follow(id: string, after: () => number): void {
    if (this.following && this.following.id !== id) this.send({ type: 'unsubscribe', topic: 'conversation', id: this.following.id });
    this.following = { id, after };
    this.wanted = true;
    if (this.welcomed) this.resubscribe(); else if (!this.socket) this.connectNow();
  }

  /** Asks again for everything after the last sequence seen. */
  resubscribe(): void {
    if (this.following) this.send({ type: 'subscribe', topic: 'conversation', id: this.following.id, after: this.following.after() });
  }

  /** True when it went out; the caller uses the HTTP way otherwise. */
  send(message: Record<string, unknown>): boolean {
    if (!this.welcomed || this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Tries at once, for example when the network is back. */
  connectNow(): void {
    if (!this.wanted || this.welcomed) return;
    this.cancelRetry?.();
    this.cancelRetry = null;
    if (!this.socket) this.connect();
  }

  /** Starts over with a new token. */
  restart(): void {
    this.drop();
    if (this.wanted) this.connect();
  }

  close(): void {
    this.wanted = false;
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.drop();
  }

  private connect(): void {
    const token = this.options.token();
    if (!token) return this.retryLater();
    let socket: WebSocket;
    try { socket = this.options.open(this.options.url); } catch { return this.retryLater(); }
    this.socket = socket;
    this.watch(welcomeMilliseconds);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', token }));
    socket.onmessage = (event) => { if (socket === this.socket) this.receive(event.data); };
    socket.onclose = () => { if (socket === this.socket) this.lost(); };
  }

  private receive(data: unknown): void {
    const message = readMessage(data);
    if (!message) return;
    this.watch(silenceMilliseconds);
    const { listener } = this.options;
    switch (message['type']) {
      case 'welcome': return this.welcome(message);
      case 'entry': return listener.entry(message['entry'] as Entry);
      case 'conversation': return listener.conversation(message['conversation'] as Conversation);
      case 'typing': return listener.typing(String(message['conversation']), message['author'] as Author);
      case 'read': return listener.read(String(message['conversation']), String(message['party']), Number(message['sequence']));
      case 'heartbeat':
        if (typeof message['at'] === 'string') listener.clock(message['at']);
        return listener.heartbeat((message['newest'] ?? {}) as Record<string, number>);
      case 'reload': return listener.reload();
      case 'refused': return this.refused((message['problem'] as { status?: unknown } | undefined)?.status);
      default: return; // a newer server may say more than we know
    }
  }

  private refused(status: unknown): void {
    if (this.welcomed || status !== 401) return;
    this.lost();
    this.options.listener.refused();
  }

  private welcome(message: Record<string, unknown>): void {
    this.failures = 0;
    this.welcomed = true;
    if (typeof message['at'] === 'string') this.options.listener.clock(message['at']);
    this.resubscribe();
    this.options.listener.state(true);
  }

  private watch(milliseconds: number): void {
    this.cancelWatch?.();
    this.cancelWatch = this.options.later(() => { this.cancelWatch = null; this.lost(); }, milliseconds);
  }

  private lost(): void {
    this.drop();
    this.retryLater();
  }

  private drop(): void {
    this.cancelWatch?.();
    this.cancelWatch = null;
    const socket = this.socket;
    this.socket = null;
    const wasUp = this.welcomed;
    this.welcomed = false;
    if (socket) { socket.onclose = null; try { socket.close(); } catch { /* it was never open */ } }
    if (wasUp) this.options.listener.state(false);
  }

  private retryLater(): void {
    if (!this.wanted || this.cancelRetry) return;
    const longest = Math.min(longestWaitMilliseconds, 1000 * 2 ** Math.min(this.failures++, 10));
    this.cancelRetry = this.options.later(() => {
      this.cancelRetry = null;
      if (this.wanted && !this.socket) this.connect();
    }, longest * (0.5 + this.options.random() / 2));
    if (this.failures === 1) this.options.listener.state(false);
  }
}

function readMessage(data: unknown): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return typeof message === 'object' && message !== null ? message as Record<string, unknown> : null;
  } catch {
    return null;
  }
}
