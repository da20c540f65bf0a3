import { fill } from '../texts/languages.ts';
import { attribute, h, icon, show, words } from './dom.ts';
import { icons } from './icons.ts';
import { waitWords } from './header.ts';
import type { Composer } from './composer.ts';
import { nameOf, type Ui } from './ui.ts';

/** The place in the queue, the way to a person (always in sight), and the box. */
export class Footer {
  readonly element: HTMLElement;
  private readonly place = h('b');
  private readonly expected = h('span');
  private readonly stay = h('span');
  private readonly notices = h('div', { class: 'notices' });
  private noticesOf: string | undefined;
  private readonly typing = h('p', { class: 'typing', dir: 'auto' });
  private readonly queue: HTMLElement;
  private readonly personWords = h('span');
  private readonly person: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  readonly jump: HTMLButtonElement;

  constructor(private readonly ui: Ui, composer: Composer, jump: () => void, private readonly asked: () => void) {
    const { texts, desk } = ui;
    this.leave = h('button', { class: 'link', type: 'button', click: () => desk.leaveQueue() }, texts.queueLeave);
    this.queue = h('div', { class: 'queue', role: 'status' }, this.place, this.expected, this.stay);
    this.person = h('button', { class: 'person', type: 'button', click: () => this.ask() }, icon(icons.person), this.personWords);
    this.jump = h('button', { class: 'jump', type: 'button', hidden: true, click: jump }, icon(icons.down), texts.newMessages);
    this.element = h('footer', { class: 'foot' }, this.jump,
      this.queue, this.notices, h('div', { class: 'above' }, this.leave, this.typing, this.person), composer.element);
  }

  update(): void {
    const { desk, texts, formats } = this.ui;
    const { conversation } = desk;
    const queued = conversation?.state === 'queued';
    show(this.queue, queued);
    show(this.leave, queued);
    if (queued) {
      const { position, estimatedWaitSeconds } = conversation.queue ?? {};
      words(this.place, position ? fill(texts.queuePlace, { position: formats.number(position) }) : texts.queueUnknown);
      words(this.expected, position ? waitWords(this.ui, estimatedWaitSeconds) : '');
      words(this.stay, texts.queueStay);
    }
    const writes = desk.typing && !queued && !desk.over;
    words(this.typing, writes ? fill(texts.typing, { name: nameOf(texts, desk.typing) }) : '');
    this.updateNotices();
    const asked = desk.personAsked;
    words(this.personWords, conversation?.state === 'agent' ? texts.personHere : asked ? texts.personAsked : texts.person);
    attribute(this.person, 'aria-pressed', String(asked));
  }

  /** Who waits for an answer may leave the page when they are told of it; asked for each person anew. */
  private updateNotices(): void {
    const { desk } = this.ui;
    const waits = !!desk.conversation && desk.personAsked && !desk.over;
    show(this.notices, waits);
    const consumer = desk.session?.consumer.id;
    if (!waits || this.noticesOf === consumer) return;
    this.noticesOf = consumer;
    import('./notices.ts').then(({ fillNotices }) => fillNotices(this.ui, this.notices)).catch(() => { this.noticesOf = undefined; });
  }

  private ask(): void {
    if (this.ui.desk.personAsked) return;
    this.ui.desk.askForPerson();
    this.asked();
  }
}
