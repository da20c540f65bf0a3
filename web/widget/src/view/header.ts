import { fill, languages, type Language } from '../texts/languages.ts';
import { attribute, h, icon, words } from './dom.ts';
import { icons } from './icons.ts';
import { nameOf, type Ui } from './ui.ts';

/** Who is here, by name, and how long it may take. */
export class Header {
  readonly element: HTMLElement;
  private readonly face = h('div', { class: 'face' }, icon(icons.talk));
  private readonly title = h('h1', { dir: 'auto' });
  private readonly line = h('p', { dir: 'auto' });
  private shape = '';

  constructor(private readonly ui: Ui, choose: (language: Language) => void, close: (() => void) | null) {
    const { texts } = ui;
    const choice = h('select', { class: 'language', 'aria-label': texts.language, change: () => choose(choice.value as Language) },
      ...Object.entries(languages).map(([code, name]) => h('option', { value: code, lang: code, selected: code === ui.language }, name)));
    this.element = h('header', { class: 'head' }, h('div', { class: 'headrow' },
      h('div', { class: 'who' }, this.face, h('div', {}, this.title, this.line)), choice,
      close && h('button', { class: 'square', type: 'button', 'aria-label': texts.close, click: close }, icon(icons.close))));
  }

  update(): void {
    const { desk, texts } = this.ui;
    const { conversation, session } = desk;
    const house = session?.look?.title || session?.tenant.name || texts.help;
    const lastBot = [...desk.log.entries].reverse().find((entry) => entry.author.party === 'bot');
    if (conversation?.state === 'agent') this.set('person', nameOf(texts, { party: 'agent', ...(conversation.assignee ?? {}) }), texts.personWithYou);
    else if (conversation?.state === 'queued') this.set('person', house, texts.personAsked);
    else if (desk.over) this.set('talk', house, texts.closed);
    else if (lastBot) this.set('bot', nameOf(texts, lastBot.author), texts.automatic);
    else this.set('talk', house, session ? texts.automatic : '');
  }

  private set(shape: 'person' | 'bot' | 'talk', title: string, line: string): void {
    if (shape !== this.shape) { this.shape = shape; this.face.replaceChildren(icon(icons[shape])); }
    words(this.title, title);
    words(this.line, line);
    attribute(this.title, 'title', title);
  }
}

/** How long it is expected to take, in words that do not promise too much. */
export function waitWords(ui: Ui, seconds: number | undefined): string {
  if (seconds === undefined || seconds === null) return ui.texts.queueUnknown;
  return seconds < 60 ? ui.texts.queueSoon : fill(ui.texts.queueWait, { time: ui.formats.wait(seconds) });
}
