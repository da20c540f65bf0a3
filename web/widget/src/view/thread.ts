import type { Card, Entry, FileReference } from '../core/model.ts';
import type { OutboxItem } from '../core/outbox.ts';
import { linkify } from '../core/linkify.ts';
import type { Texts } from '../texts/en.ts';
import { fill } from '../texts/languages.ts';
import { arrange, h, icon, type Keyed } from './dom.ts';
import { icons } from './icons.ts';
import { nameOf, type Ui } from './ui.ts';

export interface ThreadActions {
  reply(text: string): void;
  change(item: OutboxItem): void;
  startNew(): void;
  history(): void;
}

const events: Record<string, keyof Texts> = {
  'person-requested': 'personRequested', 'agent-joined': 'agentJoined', 'agent-left': 'agentLeft', transferred: 'transferred',
  closed: 'closed', reopened: 'reopened', abandoned: 'abandoned',
};

/** Events that the consumer need not be told, even when they have words. */
const untold = ['opened', 'language-changed', 'understood', 'rated', 'consumer-left'];

/** What was said, in order, and what waits to be sent. */
export class Thread {
  readonly element: HTMLElement;
  private seen = 0;
  private seenIn: string | null = null;

  constructor(private readonly ui: Ui, private readonly actions: ThreadActions) {
    this.element = h('div', { class: 'thread', role: 'region', 'aria-label': ui.texts.conversation });
  }

  update(): void {
    const { desk } = this.ui;
    if (this.seenIn !== desk.conversationId) { this.seenIn = desk.conversationId; this.seen = desk.log.last; }
    const entries = desk.log.entries.filter((entry) => isShown(entry));
    const waiting = [...desk.outbox.underway, ...desk.outbox.items]
      .filter((item) => item.kind === 'message' && item.conversation === desk.conversationId && !desk.log.hasClientId(item.clientId));
    arrange(this.element, [...this.heading(entries.length + waiting.length), ...this.earlier(), ...this.said(entries), ...this.waiting(waiting), ...this.after(entries, waiting.length > 0)]);
    this.seen = desk.log.last;
  }

  /** For those who hear the page: what follows is what was said. */
  private heading(count: number): Keyed[] {
    return count === 0 ? [] : [{ key: 'heading', make: () => h('h2', { class: 'hear' }, this.ui.texts.conversation) }];
  }

  private earlier(): Keyed[] {
    const { desk, texts } = this.ui;
    if (desk.log.first === 0 || !desk.conversation) return [];
    return [{ key: 'earlier', make: () => h('div', { class: 'links' }, h('button', {
      class: 'link', type: 'button', click: () => void desk.talk.loadEarlier().catch(() => undefined) }, texts.earlier)) }];
  }

  private said(entries: readonly Entry[]): Keyed[] {
    const { desk, formats } = this.ui;
    const lastMine = [...entries].reverse().find((entry) => entry.author.party === 'consumer' && entry.kind === 'message');
    const keyed: Keyed[] = [];
    let day = '';
    let before: Entry | null = null;
    for (const entry of entries) {
      const today = formats.day(entry.at, desk.clock.now());
      if (today && today !== day) { day = today; before = null; keyed.push({ key: `day-${today}`, make: () => h('p', { class: 'day' }, today) }); }
      if (entry.kind === 'system') { keyed.push(this.event(entry)); before = null; continue; }
      const first = !before || before.author.party !== entry.author.party || before.author.name !== entry.author.name;
      const state = entry === lastMine ? this.readState(entry) : '';
      keyed.push({ key: `e${desk.conversationId}-${entry.sequence}`, signature: `${first}|${state}`, make: () => this.message(entry, first, state) });
      before = entry;
    }
    return keyed;
  }

  private readState(entry: Entry): string {
    const { desk, texts } = this.ui;
    const answered = desk.log.entries.some((other) => other.sequence > entry.sequence && other.kind === 'message' && other.author.party !== 'consumer' && other.author.party !== 'system');
    return answered || (desk.conversation?.readByStaff ?? 0) >= entry.sequence ? texts.read : texts.sent;
  }

  private event(entry: Entry): Keyed {
    const { texts } = this.ui;
    // The bot may step aside unasked; then it was not the reader who asked.
    const key = entry.event === 'person-requested' && entry.author.party !== 'consumer' ? 'queueUnknown' : events[entry.event];
    const name = entry.author.name ?? (typeof entry.data?.['name'] === 'string' ? entry.data['name'] : texts.agentName);
    return { key: `e${entry.sequence}`, make: () => h('p', { class: 'event', dir: 'auto' }, key ? fill(texts[key], { name }) : entry.text ?? '') };
  }

  private message(entry: Entry, first: boolean, state: string): HTMLElement {
    const mine = entry.author.party === 'consumer';
    const isNew = entry.sequence > this.seen && !mine;
    return h('div', { class: `said${mine ? ' mine' : ''}${first ? ' first' : ''}${isNew ? ' new' : ''}` },
      first && !mine ? this.by(entry) : null,
      ...bubble(entry.text),
      ...(entry.files ?? []).map((file) => this.file(file, entry)),
      ...(entry.cards ?? []).map((card) => this.card(card)),
      state ? h('p', { class: 'state' }, state) : null);
  }

  private by(entry: Entry): HTMLElement {
    const { texts, formats } = this.ui;
    const automatic = entry.author.party === 'bot';
    return h('p', { class: 'by' }, icon(automatic || entry.author.party === 'system' ? icons.bot : icons.person), h('b', {}, h('bdi', {}, nameOf(texts, entry.author))),
      h('span', {}, [automatic ? texts.bot : '', formats.clock(entry.at)].filter(Boolean).join(' · ')));
  }

  private card(card: Card): HTMLElement | null {
    switch (card.type) {
      case 'order': {
        const place = h('div', { class: 'order' });
        void import('./order-card.ts').then(({ orderCard }) => place.replaceWith(orderCard(this.ui, card.order, null)), () => undefined);
        return place;
      }
      case 'article': return h('div', { class: 'article' }, h('h3', { dir: 'auto' }, card.title), h('p', { dir: 'auto' }, ...linked(card.text)));
      case 'handover': return h('div', { class: 'handover' }, h('h3', {}, this.ui.texts.passedOn),
        h('dl', {}, ...card.summary.flatMap(({ label, value }) => [h('dt', { dir: 'auto' }, label), h('dd', { dir: 'auto' }, value)])));
      case 'consent': {
        const place = h('section', { class: 'consent' });
        void import('./consent-card.ts').then(({ consentCard }) => place.replaceWith(consentCard(this.ui, card.preview)), () => undefined);
        return place;
      }
      default: return null; // a card of a newer server
    }
  }

  private file(file: FileReference, entry: Entry): HTMLElement {
    const { desk, formats, texts } = this.ui;
    const source = desk.address(file.url);
    const link = h('a', { class: 'attached', target: '_blank', rel: 'noopener noreferrer', ...(source ? { href: source } : {}) });
    const asDocument = (): void => {
      link.classList.add('document');
      link.replaceChildren(icon(icons.file), h('span', {}, h('bdi', {}, file.name), h('span', { class: 'meta' }, ` ${formats.size(file.size)}`)));
    };
    if (!source || !file.contentType.startsWith('image/')) { asDocument(); return link; }
    let renewed = false;
    const image = h('img', { src: source, alt: file.name, loading: 'lazy', decoding: 'async', error: () => {
      if (renewed) { asDocument(); link.title = fill(texts.fileGone, { name: file.name }); return; }
      renewed = true; // the link was short-lived: ask for a new one, once
      void desk.talk.freshLink(entry, file.id).then((fresh) => {
        const next = desk.address(fresh ?? undefined);
        if (next) { link.href = next; image.src = next; } else asDocument();
      }, asDocument);
    } });
    link.append(image);
    return link;
  }

  private waiting(items: readonly OutboxItem[]): Keyed[] {
    const { desk } = this.ui;
    const underway = new Set(desk.outbox.underway.map((item) => item.clientId));
    return items.map((item, index) => {
      const state = item.refused ? 'refused' : underway.has(item.clientId) ? 'sent' : !desk.online || desk.outbox.struggling ? 'waiting' : 'sending';
      return { key: `w${item.clientId}`, signature: state + (item.refused ?? ''), make: () => this.unsent(item, state, index === 0) };
    });
  }

  private unsent(item: OutboxItem, state: 'refused' | 'sent' | 'waiting' | 'sending', first: boolean): HTMLElement {
    const { texts, desk } = this.ui;
    const note = { refused: item.refused && item.refused !== '?' ? `${texts.refused}: ${item.refused}` : texts.refused, sent: texts.sent, waiting: texts.unsent, sending: texts.sending }[state];
    return h('div', { class: `said mine ${state}${first ? ' first' : ''}` },
      ...bubble(item.text),
      ...(item.files ?? []).map((file) => h('span', { class: 'attached document' }, icon(icons.file), h('bdi', {}, file.name))),
      h('p', { class: 'state' }, state === 'waiting' ? icon(icons.clock) : null, note),
      state === 'refused' && h('div', { class: 'links' },
        h('button', { class: 'link', type: 'button', click: () => this.actions.change(item) }, texts.edit),
        h('button', { class: 'link', type: 'button', click: () => desk.outbox.retry(item.clientId) }, texts.retry),
        h('button', { class: 'link', type: 'button', click: () => desk.outbox.drop(item.clientId) }, texts.remove)));
  }

  private after(entries: readonly Entry[], saying: boolean): Keyed[] {
    const { desk } = this.ui;
    const parts: Keyed[] = [];
    const last = entries[entries.length - 1];
    if (!saying && last?.quickReplies?.length && !desk.over) parts.push({ key: `quick-${last.sequence}`, make: () => this.quickReplies(last) });
    if (desk.over && desk.conversationId && !saying) parts.push(...this.ending(desk.conversationId));
    return parts;
  }

  private quickReplies(entry: Entry): HTMLElement {
    return h('div', { class: 'chips quick' }, ...entry.quickReplies!.slice(0, 6).map((reply) =>
      h('button', { class: 'chip', type: 'button', click: () => this.actions.reply(reply.text) }, reply.text)));
  }

  private ending(conversation: string): Keyed[] {
    const { desk, texts } = this.ui;
    const rating: Keyed[] = desk.rated && !this.ratingOpen() ? [] : [{ key: `rating-${conversation}`, make: () => {
      const place = h('div', { class: 'rating' });
      void import('./rating.ts').then(({ fillRating }) => fillRating(this.ui, place), () => place.remove());
      return place;
    } }];
    const thanks = rating.length === 0;
    const over: Keyed = { key: 'over', signature: String(thanks), make: () => h('div', {},
      thanks && h('p', { class: 'event' }, texts.rated),
      h('p', { class: 'event' }, texts.closedGoOn),
      h('div', { class: 'links' },
        h('button', { class: 'link', type: 'button', click: () => this.actions.startNew() }, texts.startNew),
        h('button', { class: 'link', type: 'button', click: () => this.actions.history() }, texts.history))) };
    return [over, ...rating]; // the question last, so that it is in sight on a small phone
  }

  /** The thanks stay in place until the page is left. */
  private ratingOpen(): boolean { return this.element.querySelector('.rating') !== null; }
}

function isShown(entry: Entry): boolean {
  if (entry.kind === 'note' || entry.event === 'hidden') return false;
  if (entry.kind === 'system') return entry.event in events || (!!entry.text && !untold.includes(entry.event));
  return true;
}

function bubble(text: string | undefined): HTMLElement[] {
  return text ? [h('div', { class: 'bubble', dir: 'auto' }, ...linked(text))] : [];
}

function linked(text: string): (Node | string)[] {
  return linkify(text).map((piece) => (piece.address
    ? h('a', { href: piece.address, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'ltr' }, piece.text)
    : piece.text));
}
