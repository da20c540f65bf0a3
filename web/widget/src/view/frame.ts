import type { Desk } from '../core/desk.ts';
import { Formats } from '../core/format.ts';
import type { Texts } from '../texts/en.ts';
import { fill, isRightToLeft, type Language } from '../texts/languages.ts';
import { Composer } from './composer.ts';
import { h, icon, show, words } from './dom.ts';
import { Footer } from './footer.ts';
import { Header } from './header.ts';
import { Home } from './home.ts';
import { icons } from './icons.ts';
import { Thread } from './thread.ts';
import { nameOf, type Ui } from './ui.ts';

export interface FrameActions { choose(language: Language): void; close: (() => void) | null }

/** The column of head, orders and words, and the box; built anew when the language changes. */
export class Frame {
  readonly element: HTMLElement;
  private readonly ui: Ui;
  private readonly header: Header;
  private readonly home: Home;
  private readonly thread: Thread;
  private readonly composer: Composer;
  private readonly footer: Footer;
  private readonly notice: HTMLElement;
  private readonly noticeWords = h('span');
  private readonly scroll: HTMLElement;
  private readonly column = h('div', { class: 'column' });
  private readonly past = h('div', { class: 'column', hidden: true });
  private readonly hear = h('div', { class: 'hear', 'aria-live': 'polite' });
  private heardUpTo = -1;
  private heardIn: string | null = null;
  private atEnd = true;
  private lastCount = 0;

  constructor(desk: Desk, texts: Texts, language: Language, root: HTMLElement, actions: FrameActions) {
    this.ui = { desk, texts, language, root, formats: new Formats(language) };
    root.lang = language;
    root.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
    this.header = new Header(this.ui, actions.choose, actions.close);
    this.composer = new Composer(this.ui, () => this.toEnd());
    this.home = new Home(this.ui, {
      ask: (text, order) => this.say(text, order?.id), about: (order) => this.composer.aboutOrder(order), history: () => this.openPast(),
    }, () => this.update());
    this.thread = new Thread(this.ui, {
      reply: (text) => this.say(text), startNew: () => { desk.startNew(); this.composer.focus(); }, history: () => this.openPast(),
      change: (item) => { desk.outbox.drop(item.clientId); this.composer.restore(item.text ?? ''); },
    });
    this.footer = new Footer(this.ui, this.composer, () => this.toEnd(), () => this.toEnd());
    this.notice = h('div', { class: 'notice', role: 'status', hidden: true }, icon(icons.atRisk), this.noticeWords);
    this.column.append(this.home.element, this.thread.element);
    this.scroll = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': texts.help, scroll: () => this.scrolled() }, this.column, this.past);
    const page = desk.settings.mode === 'page';
    this.element = h(page ? 'main' : 'div', { class: 'frame', ...(page ? {} : { role: 'dialog', 'aria-label': texts.help }) },
      this.header.element, this.notice, this.scroll, this.footer.element, this.hear);
    // Pictures and cards that come later must not push the newest words out of sight.
    const settle = new ResizeObserver(() => { if (this.atEnd && this.talking) this.toEnd(); });
    settle.observe(this.scroll);
    settle.observe(this.column);
  }

  get talking(): boolean {
    const { desk } = this.ui;
    return this.sending || desk.personAsked || desk.log.first > 0 || desk.log.entries.some((entry) => entry.event !== 'opened' && entry.author.party !== 'system');
  }

  /** We have told them something before they asked: our news come first, and all that helps to ask stays open below. */
  private get told(): boolean { return !this.talking && this.ui.desk.log.entries.length > 0; }

  private get sending(): boolean {
    const { outbox, conversationId } = this.ui.desk;
    return outbox.items.some((item) => item.conversation === conversationId) || outbox.underway.length > 0;
  }

  /** Into the box; on a phone not, because its keyboard would cover the orders. */
  focus(): void {
    if (matchMedia('(pointer: coarse)').matches) this.scroll.focus({ preventScroll: true }); else this.composer.focus();
  }

  update(): void {
    this.header.update();
    const first = this.told ? this.thread.element : this.home.element;
    if (this.column.firstChild !== first) this.column.prepend(first);
    this.home.update(this.talking);
    this.thread.update();
    this.composer.update();
    this.footer.update();
    this.updateNotice();
    this.stayAtEnd();
    this.announce();
  }

  private say(text: string, orderId?: string): void {
    if (this.ui.desk.say({ text, ...(orderId ? { orderId } : {}) })) this.toEnd();
  }

  private updateNotice(): void {
    const { desk, texts } = this.ui;
    const unsent = desk.outbox.items.length > 0;
    const text = !desk.online ? texts.offline : desk.struggling || desk.outbox.struggling ? texts.unreachable
      : desk.keepsNothing && unsent ? texts.notKept : '';
    show(this.notice, text !== '');
    if (text) words(this.noticeWords, text);
  }

  /** New words come into sight while the end is in sight; a reader further up is not moved. */
  private stayAtEnd(): void {
    const { desk } = this.ui;
    const count = desk.log.last + desk.outbox.items.length;
    const newest = desk.log.entries[desk.log.entries.length - 1];
    if (this.talking && this.atEnd) this.toEnd();
    else if (this.talking && count > this.lastCount && newest && newest.author.party !== 'consumer') show(this.footer.jump, true);
    this.lastCount = count;
  }

  private toEnd(): void {
    this.atEnd = true;
    show(this.footer.jump, false);
    this.scroll.scrollTop = this.scroll.scrollHeight;
    requestAnimationFrame(() => { this.scroll.scrollTop = this.scroll.scrollHeight; });
  }

  private scrolled(): void {
    this.atEnd = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 80;
    if (this.atEnd) show(this.footer.jump, false);
  }

  /** Each new message is spoken once; what was there when the page opened is not. */
  private announce(): void {
    const { desk, texts } = this.ui;
    const first = this.heardIn !== desk.conversationId || this.heardUpTo < 0;
    const fresh = desk.log.entries.filter((entry) => entry.sequence > this.heardUpTo && entry.kind === 'message' && entry.author.party !== 'consumer');
    const wasEmpty = this.heardIn === desk.conversationId && this.heardUpTo === 0;
    if ((!first || wasEmpty) && fresh.length > 0) {
      this.hear.replaceChildren(...fresh.map((entry) => h('p', {}, `${nameOf(texts, entry.author)}: ${entry.text ?? (entry.files ?? []).map((file) => file.name).join(', ')}`)));
    }
    this.heardIn = desk.conversationId;
    this.heardUpTo = desk.log.last;
  }

  private openPast(): void {
    this.column.hidden = true;
    this.past.hidden = false;
    const leave = (): void => { this.past.hidden = true; this.column.hidden = false; this.update(); this.toEnd(); this.composer.focus(); };
    void import('./history.ts').then(({ fillHistory }) => fillHistory(this.ui, this.past, leave), leave);
  }

  unreadWords(): string {
    return fill(this.ui.texts.unread, { count: this.ui.formats.number(this.ui.desk.talk.unread) });
  }
}
