/** Everything live that the console holds: threads, who types, the inbox, the board. Pages read snapshots of it. */
import { conversations } from '../api/calls.ts';
import { request } from '../api/client.ts';
import { desk } from '../api/deskCalls.ts';
import { asProblem } from '../api/problem.ts';
import type { Board, Conversation, Entry, FileLink, Inbox } from '../api/types.ts';
import { newId } from '../api/identifiers.ts';
import { LiveConnection, liveAddress } from './connection.ts';
import { dropFromOutbox, keepInOutbox, loadOutbox } from './outbox.ts';
import { emptyThread, prepend, receive, withDelivery, withPending, withoutPending, type Pending, type Thread } from './thread.ts';
import { renderIntervalMilliseconds, throttled } from './throttle.ts';

const pageSize = 200;
/** Threads kept at once beside those in hand. */
const threadLimit = 60;
/** A typing mark fades when it is not renewed. */
const typingMilliseconds = 6_000;
/** Without an acknowledgement by then the message goes the HTTP way, under the same clientId. */
const acknowledgeMilliseconds = 6_000;

export interface HubState {
  threads: ReadonlyMap<string, Thread>;
  conversations: ReadonlyMap<string, Conversation>;
  typing: ReadonlyMap<string, { name?: string | null; until: number }>;
  inbox: Inbox | undefined;
  board: Board | undefined;
}

class Hub {
  readonly connection = new LiveConnection(() => new WebSocket(liveAddress(location, document.documentElement.lang)));
  private state: HubState = { threads: new Map(), conversations: new Map(), typing: new Map(), inbox: undefined, board: undefined };
  private published = this.state;
  private watchers = new Set<() => void>();
  private entryWatchers = new Set<(entry: Entry) => void>();
  private lastResume = new Map<string, number>();
  private loading = new Map<string, Promise<void>>();
  /** Conversations whose first page is here; before that live entries would leave a hole at the start. */
  private ready = new Set<string>();
  private publish = throttled(() => {
    this.published = this.state;
    this.watchers.forEach((watcher) => watcher());
  }, renderIntervalMilliseconds);

  constructor() {
    const live = this.connection;
    live.lastSeen = (id) => this.state.threads.get(id)?.last ?? 0;
    live.on('entry', ({ entry }) => this.take(entry as Entry));
    live.on('conversation', ({ conversation }) => this.takeConversation(conversation));
    live.on('inbox', ({ inbox }) => this.takeInbox(inbox));
    live.on('board', ({ board }) => this.takeBoard(board));
    live.on('typing', (frame) => { if (frame.author.party === 'consumer') this.takeTyping(frame.conversation, frame.author.name); });
    live.on('read', (frame) => this.takeRead(frame.conversation, frame.party, frame.sequence));
    live.on('delivery', (frame) => {
      const thread = this.state.threads.get(frame.conversation);
      if (thread) this.putThread(withDelivery(thread, frame.entry, frame.state));
    });
    live.on('accepted', (frame) => this.accepted(frame.conversation, frame.clientId));
    live.on('refused', (frame) => {
      if (frame.clientId) this.refused(frame.clientId, frame.problem);
      // The session has ended while the page was open: asking who we are leads to the sign-in.
      if (frame.problem.status === 401) void request('GET', '/session').catch(() => undefined);
    });
    live.on('heartbeat', ({ newest }) => Object.entries(newest ?? {}).forEach(([id, sequence]) => this.checkGap(id, sequence)));
    live.on('reload', () => location.reload());
    live.on('welcome', () => this.sendOutboxAgain());
  }

  snapshot = (): HubState => this.published;
  watch = (watcher: () => void): (() => void) => { this.watchers.add(watcher); return () => this.watchers.delete(watcher); };
  /** Each new entry once, when it arrives live: for announcements and the title's count. */
  onEntry(watcher: (entry: Entry) => void): () => void { this.entryWatchers.add(watcher); return () => this.entryWatchers.delete(watcher); }

  clear(): void {
    this.state = { threads: new Map(), conversations: new Map(), typing: new Map(), inbox: undefined, board: undefined };
    this.loading.clear();
    this.ready.clear();
    this.publish();
  }

  /** Loads the newest page once; later entries come over the channel. */
  openThread(id: string): Promise<void> {
    let load = this.loading.get(id);
    if (!load) {
      this.forgetOld();
      load = this.loadThread(id).catch((error: unknown) => { this.loading.delete(id); throw error; });
      this.loading.set(id, load);
    }
    return load;
  }

  /** What the server says now about a conversation already open here. */
  async refresh(id: string): Promise<void> { this.takeConversation(await conversations.one(id)); }

  async loadEarlier(id: string): Promise<void> {
    const thread = this.state.threads.get(id);
    if (!thread || thread.first <= 1) return;
    const after = Math.max(0, thread.first - 1 - pageSize);
    const page = await conversations.entries(id, after, pageSize);
    const now = this.state.threads.get(id);
    if (now) this.putThread(prepend(now, page.items, after + 1));
  }

  /** Shows at once, sends, and settles when the entry with our clientId arrives. */
  say(conversation: string, kind: 'message' | 'note', text: string, files: FileLink[], canned: boolean, more: { mentions?: string[]; holdMilliseconds?: number } = {}): Pending {
    const own: Pending = { clientId: newId(), conversation, kind, text, files, canned, at: new Date().toISOString(), state: more.holdMilliseconds ? 'held' : 'sending', mentions: more.mentions };
    keepInOutbox(own);
    this.putThread(withPending(this.threadOf(conversation), own));
    if (more.holdMilliseconds) setTimeout(() => this.release(own), more.holdMilliseconds); else this.deliver(own);
    return own;
  }
  /** Sends what was held, unless it was taken back meanwhile. */
  release(own: Pending): void {
    if (this.state.threads.get(own.conversation)?.pending.find((other) => other.clientId === own.clientId)?.state === 'held') this.retry(own);
  }

  retry(own: Pending): void {
    const again: Pending = { ...own, state: 'sending', problem: undefined };
    this.putThread(withPending(this.threadOf(own.conversation), again));
    this.deliver(again);
  }
  discard(own: Pending): void {
    dropFromOutbox(own.clientId);
    this.putThread(withoutPending(this.threadOf(own.conversation), own.clientId));
  }

  markRead(conversation: string, sequence: number): void {
    const known = this.state.conversations.get(conversation);
    if (known && known.readByStaff >= sequence) return;
    if (known) this.putConversation({ ...known, readByStaff: sequence });
    this.patchRow(conversation, { readByStaff: sequence });
    if (!this.connection.send({ type: 'read', conversation, sequence })) void conversations.read(conversation, sequence).catch(() => undefined);
  }

  takeInbox(inbox: Inbox): void {
    const known = this.state.inbox;
    if (known && Number(inbox.revision) < Number(known.revision)) return;
    this.update({ inbox });
  }
  changeInbox(change: (inbox: Inbox) => Inbox): void { if (this.state.inbox) this.update({ inbox: change(this.state.inbox) }); }
  takeBoard(board: Board): void { if (!this.state.board || Number(board.revision) >= Number(this.state.board.revision)) this.update({ board }); }
  takeConversation(conversation: Conversation): void {
    const known = this.state.conversations.get(conversation.id);
    if (known && known.newest > conversation.newest) return;
    this.putConversation({ ...conversation, readByStaff: Math.max(conversation.readByStaff, known?.readByStaff ?? 0), readByConsumer: Math.max(conversation.readByConsumer, known?.readByConsumer ?? 0) });
    const { id, ...rest } = conversation;
    this.patchRow(id, rest);
    this.checkGap(id, conversation.newest);
  }

  /** A day of work opens hundreds of threads; those not in hand are let go, oldest first, and read again when wanted. */
  private forgetOld(): void {
    const held = new Set(this.state.inbox?.conversations.map((row) => row.id));
    const free = [...this.state.threads.values()].filter((thread) => !held.has(thread.id) && thread.pending.length === 0 && !this.connection.follows(thread.id));
    if (this.state.threads.size <= threadLimit || free.length === 0) return;
    const threads = new Map(this.state.threads);
    const known = new Map(this.state.conversations);
    for (const { id } of free.slice(0, this.state.threads.size - threadLimit)) {
      threads.delete(id);
      known.delete(id);
      this.ready.delete(id);
      this.loading.delete(id);
    }
    this.update({ threads, conversations: known });
  }

  private async loadThread(id: string): Promise<void> {
    const conversation = await conversations.one(id);
    this.putConversation(conversation);
    const after = Math.max(0, conversation.newest - pageSize);
    const page = await conversations.entries(id, after, pageSize);
    const held = loadOutbox().filter((own) => own.conversation === id).map((own): Pending => (own.state === 'held' ? { ...own, state: 'sending' } : own));
    let thread = held.reduce(withPending, this.threadOf(id));
    if (thread.last === 0) thread = { ...thread, first: after + 1, last: after };
    for (const entry of page.items) thread = receive(thread, entry).thread;
    this.ready.add(id);
    this.putThread(thread);
  }

  private take(entry: Entry): void {
    const id = entry.conversation;
    const before = this.state.threads.get(id);
    if (!before || !this.ready.has(id)) return;
    const { thread, gap } = receive(before, entry);
    if (gap) { this.resume(id); return; }
    if (thread === before) return;
    if (entry.clientId) dropFromOutbox(entry.clientId);
    this.putThread(thread);
    if (thread.last === before.last || !entry.kind) return;
    if (entry.author?.party === 'consumer') this.clearTyping(id);
    if (entry.kind === 'message') this.patchRow(id, { lastText: entry.text ?? '', lastAt: entry.at, lastBy: entry.author.party, newest: entry.sequence });
    this.entryWatchers.forEach((watcher) => watcher(entry));
  }

  private checkGap(id: string, newest: number): void {
    const thread = this.state.threads.get(id);
    if (thread && this.ready.has(id) && newest > thread.last) this.resume(id);
  }

  /** At most one resume a second and conversation: the answer may still be on its way. */
  private resume(id: string): void {
    const now = performance.now();
    if (now - (this.lastResume.get(id) ?? -Infinity) < 1000) return;
    this.lastResume.set(id, now);
    this.connection.resume(id);
  }

  private deliver(own: Pending): void {
    if (own.kind === 'note') { this.settle(own, desk.note(own.conversation, own.clientId, own.text, own.mentions ?? [])); return; }
    const files = own.files.map((file) => file.id);
    const message = { clientId: own.clientId, text: own.text || undefined, files: files.length ? files : undefined, canned: own.canned || undefined };
    const sent = this.connection.send({ type: 'send', conversation: own.conversation, ...message });
    const byHttp = () => {
      const now = this.state.threads.get(own.conversation)?.pending.find((other) => other.clientId === own.clientId);
      if (now?.state === 'sending') this.settle(own, conversations.say(own.conversation, message));
    };
    if (sent) setTimeout(byHttp, acknowledgeMilliseconds); else byHttp();
  }

  private settle(own: Pending, answer: Promise<Entry>): void {
    answer.then(
      (entry) => { this.take(entry); this.accepted(own.conversation, own.clientId); },
      (error: unknown) => {
        const problem = asProblem(error);
        // Without an answer the message stays "sending": it goes out again when the line is back.
        if (!problem.unreachable) this.refused(own.clientId, problem.body);
      },
    );
  }

  private accepted(conversation: string, clientId: string): void {
    dropFromOutbox(clientId);
    const thread = this.state.threads.get(conversation);
    const waits = () => this.state.threads.get(conversation)?.pending.some((own) => own.clientId === clientId);
    // The entry itself normally follows at once; only when it does not is it asked for.
    if (thread && waits()) setTimeout(() => { if (waits()) this.resume(conversation); }, 1500);
  }

  private refused(clientId: string, problem: Pending['problem']): void {
    for (const thread of this.state.threads.values()) {
      const own = thread.pending.find((other) => other.clientId === clientId);
      if (own) this.putThread(withPending(thread, { ...own, state: 'failed', problem }));
    }
  }

  private sendOutboxAgain(): void {
    for (const thread of this.state.threads.values()) {
      thread.pending.filter((own) => own.state === 'sending').forEach((own) => this.deliver(own));
    }
  }

  private takeTyping(id: string, name?: string | null): void {
    const until = Date.now() + typingMilliseconds;
    this.update({ typing: new Map(this.state.typing).set(id, { name, until }) });
    setTimeout(() => { if ((this.state.typing.get(id)?.until ?? 0) <= Date.now()) this.clearTyping(id); }, typingMilliseconds + 50);
  }
  private clearTyping(id: string): void {
    if (!this.state.typing.has(id)) return;
    const typing = new Map(this.state.typing);
    typing.delete(id);
    this.update({ typing });
  }
  private takeRead(id: string, party: string, sequence: number): void {
    const known = this.state.conversations.get(id);
    if (!known) return;
    this.putConversation(party === 'consumer'
      ? { ...known, readByConsumer: Math.max(known.readByConsumer, sequence) }
      : { ...known, readByStaff: Math.max(known.readByStaff, sequence) });
  }
  private patchRow(id: string, patch: Partial<Inbox['conversations'][number]>): void {
    const inbox = this.state.inbox;
    if (!inbox?.conversations.some((row) => row.id === id)) return;
    this.update({ inbox: { ...inbox, conversations: inbox.conversations.map((row) => (row.id === id ? { ...row, ...patch } : row)) } });
  }
  private threadOf(id: string): Thread { return this.state.threads.get(id) ?? emptyThread(id); }
  private putThread(thread: Thread): void { this.update({ threads: new Map(this.state.threads).set(thread.id, thread) }); }
  private putConversation(conversation: Conversation): void {
    this.update({ conversations: new Map(this.state.conversations).set(conversation.id, conversation) });
  }
  private update(part: Partial<HubState>): void { this.state = { ...this.state, ...part }; this.publish(); }
}

export const hub = new Hub();
