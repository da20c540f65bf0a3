import { currentCsrfToken } from '../api/client.ts';
import { backoffMilliseconds } from './backoff.ts';
import type { ClientFrame, FrameOf, ServerFrame } from './protocol.ts';

export type LinkState = 'connecting' | 'online' | 'offline';
type Topic = { topic: 'conversation'; id: string } | { topic: 'inbox' | 'board' | 'desk' | 'wall' };
/** Two missed heartbeats and a half: then the line is dead even if the socket has not noticed. */
const silenceMilliseconds = 25_000;

const nameOf = (topic: Topic) => (topic.topic === 'conversation' ? `conversation/${topic.id}` : topic.topic);

/** One socket a page. Topics are remembered and asked for again after every reconnect, each from the last number seen. */
export class LiveConnection {
  state: LinkState = 'offline';
  /** The last sequence seen of a conversation: from where to resume. */
  lastSeen: (conversation: string) => number = () => 0;
  /** The last version of the wall: from where to resume. */
  positionOfWall: () => { epoch?: string; after?: number } = () => ({});
  private socket: WebSocket | undefined;
  private attempt = 0;
  private wanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private topics = new Map<string, { topic: Topic; users: number }>();
  private handlers = new Map<string, Set<(frame: never) => void>>();
  private stateWatchers = new Set<() => void>();

  /** @param hello who is here: the cookie's session, unless another way is given. */
  constructor(private readonly open: () => WebSocket, private readonly hello: () => ClientFrame = () => ({ type: 'hello', csrfToken: currentCsrfToken() })) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    addEventListener('online', this.wake);
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    removeEventListener('online', this.wake);
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.socket?.close();
    this.setState('offline');
  }

  on<K extends ServerFrame['type']>(type: K, handler: (frame: FrameOf<K>) => void): () => void {
    const known = this.handlers.get(type) ?? new Set();
    known.add(handler as (frame: never) => void);
    this.handlers.set(type, known);
    return () => known.delete(handler as (frame: never) => void);
  }

  onState(watcher: () => void): () => void {
    this.stateWatchers.add(watcher);
    return () => this.stateWatchers.delete(watcher);
  }

  /** False when the line is down: the caller then takes the HTTP way or waits. */
  send(frame: ClientFrame): boolean {
    if (this.state !== 'online' || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  subscribe(topic: Topic): () => void {
    const name = nameOf(topic);
    const known = this.topics.get(name);
    if (known) known.users += 1;
    else {
      this.topics.set(name, { topic, users: 1 });
      this.ask(topic);
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.release(name, topic);
    };
  }

  /** Whether a conversation is followed by some page part now. */
  follows(conversation: string): boolean { return this.topics.has(`conversation/${conversation}`); }

  /** Takes the line for dead and makes it anew, whatever the socket says of itself. */
  again(): void {
    if (!this.wanted || this.state !== 'online') return;
    const dead = this.socket;
    this.socket = undefined;
    dead?.close();
    this.lost();
  }

  /** Asks again from the last number seen: a gap was noticed. */
  resume(conversation: string): void { this.ask({ topic: 'conversation', id: conversation }); }

  private release(name: string, topic: Topic): void {
    const entry = this.topics.get(name);
    if (!entry || --entry.users > 0) return;
    this.topics.delete(name);
    this.send({ type: 'unsubscribe', topic: topic.topic, ...(topic.topic === 'conversation' ? { id: topic.id } : {}) });
  }

  private ask(topic: Topic): void {
    if (topic.topic === 'conversation') this.send({ type: 'subscribe', topic: 'conversation', id: topic.id, after: this.lastSeen(topic.id) });
    else if (topic.topic === 'wall') this.send({ type: 'subscribe', topic: 'wall', ...this.positionOfWall() });
    else this.send({ type: 'subscribe', topic: topic.topic });
  }

  private connect(): void {
    this.setState('connecting');
    const socket = this.open();
    this.socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify(this.hello()));
      this.listen();
    };
    socket.onmessage = (message) => this.receive(message.data as string);
    socket.onclose = () => { if (this.socket === socket) this.lost(); };
  }

  private receive(text: string): void {
    this.listen();
    let frame: ServerFrame;
    try { frame = JSON.parse(text) as ServerFrame; } catch { return; }
    // A cookie's session is welcomed at once and again after the hello; the second changes nothing.
    if (frame.type === 'welcome' && this.state === 'online') return;
    if (frame.type === 'welcome') {
      this.attempt = 0;
      this.setState('online');
      this.topics.forEach(({ topic }) => this.ask(topic));
    }
    this.handlers.get(frame.type)?.forEach((handler) => handler(frame as never));
  }

  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket?.close(), silenceMilliseconds);
  }

  private lost(): void {
    clearTimeout(this.silence);
    if (!this.wanted) return;
    this.setState('offline');
    this.timer = setTimeout(() => this.connect(), backoffMilliseconds(this.attempt++));
  }

  private wake = (): void => {
    if (this.state !== 'offline') return;
    clearTimeout(this.timer);
    this.attempt = 0;
    this.connect();
  };

  private setState(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.stateWatchers.forEach((watcher) => watcher());
  }
}

/** With the page's language: the browser's own header says what the machine prefers, not what was chosen here. */
export function liveAddress(place: Location, language: string): string {
  return `${place.protocol === 'https:' ? 'wss' : 'ws'}://${place.host}/api/v1/live?lang=${language}`;
}
