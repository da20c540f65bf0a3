import { draftName, longestText } from '../core/desk.ts';
import type { FileReference, OrderCard } from '../core/model.ts';
import { readJson } from '../core/storage.ts';
import { fill } from '../texts/languages.ts';
import { h, icon, show, words } from './dom.ts';
import { icons } from './icons.ts';
import type { Ui } from './ui.ts';
import type { Uploads } from './files.ts';

interface Draft { text: string; order?: { id: string; title: string }; files?: FileReference[] }

/** The one box. What is in it survives a reload, and moves along when a visitor signs in. */
export class Composer {
  readonly element: HTMLElement;
  private readonly input: HTMLTextAreaElement;
  private readonly go: HTMLButtonElement;
  private readonly problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  private readonly choices = h('div', { class: 'choices', hidden: true });
  private readonly plus: HTMLButtonElement;
  private readonly about = h('div', { class: 'chosen', hidden: true });
  private readonly filesPlace = h('div');
  private uploads: Uploads | null = null;
  /** Files of the draft, until what shows them is loaded. */
  private keptFiles: FileReference[] = [];
  private order: { id: string; title: string } | null = null;
  private draftName = '';

  constructor(private readonly ui: Ui, private readonly sent: () => void) {
    const { texts } = ui;
    this.input = h('textarea', { rows: 1, placeholder: texts.placeholder, 'aria-label': texts.message, enterkeyhint: 'send', autocomplete: 'off' });
    this.go = h('button', { class: 'round go', type: 'submit', 'aria-label': texts.send, disabled: true }, icon(icons.send));
    this.plus = h('button', { class: 'round', type: 'button', 'aria-label': texts.attach, 'aria-expanded': 'false', click: () => this.toggleChoices() }, icon(icons.plus));
    this.choices.append(this.choice(texts.photo, icons.photo, 'image/*,video/*'), this.choice(texts.file, icons.file, ''));
    this.element = h('form', { submit: (event: Event) => { event.preventDefault(); this.submit(); } },
      this.problem, this.about, this.filesPlace, this.choices,
      h('div', { class: 'box' }, this.plus, this.input, this.go));
    this.listen();
    this.readDraft();
  }

  focus(): void { this.input.focus(); }

  /** Attaches the order that the next words are about. */
  aboutOrder(order: OrderCard): void {
    this.order = { id: order.id, title: order.title || order.number };
    this.showOrder();
    this.changed();
    this.focus();
  }

  /** Puts words back into the box, before what is already there. */
  restore(text: string): void {
    this.input.value = this.input.value ? `${text}\n${this.input.value}` : text;
    this.changed();
    this.focus();
  }

  update(): void {
    const name = draftName(this.ui.desk.session?.consumer.id);
    if (name !== this.draftName) this.moveDraft(name);
  }

  private listen(): void {
    this.input.addEventListener('input', () => { show(this.problem, false); this.changed(); this.ui.desk.talk.tellTyping(); });
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener('paste', (event) => this.take(event.clipboardData?.files, event));
    this.element.addEventListener('dragover', (event) => event.preventDefault());
    this.element.addEventListener('drop', (event) => this.take(event.dataTransfer?.files, event));
  }

  private take(files: FileList | undefined, event: Event): void {
    if (!files || files.length === 0) return;
    event.preventDefault();
    const chosen = [...files];
    void this.openUploads().then((uploads) => uploads.add(chosen));
  }

  private choice(label: string, path: string, accept: string): HTMLElement {
    return h('button', { class: 'chip quietly kind', type: 'button', click: () => this.pick(accept) }, icon(path), label);
  }

  private pick(accept: string): void {
    const picker = h('input', { type: 'file', multiple: true, hidden: true });
    picker.accept = accept;
    picker.addEventListener('change', () => {
      const chosen = [...(picker.files ?? [])];
      void this.openUploads().then((uploads) => uploads.add(chosen));
    });
    this.element.append(picker);
    picker.click();
    picker.remove();
    this.toggleChoices(false);
  }

  private toggleChoices(open = this.choices.hidden): void {
    if (open) show(this.problem, false);
    this.choices.hidden = !open;
    this.plus.setAttribute('aria-expanded', String(open));
    if (open) void import('./files.ts').catch(() => undefined);
  }

  private async openUploads(): Promise<Uploads> {
    const { Uploads } = await import('./files.ts');
    if (!this.uploads) {
      this.uploads = new Uploads(this.ui, () => this.changed(), (text) => this.complain(text), this.keptFiles);
      this.filesPlace.append(this.uploads.element);
      this.changed();
    }
    return this.uploads;
  }

  private submit(): void {
    const { desk, texts } = this.ui;
    const text = this.input.value.trim();
    const files = this.uploads?.ready ?? [];
    if ((!text && files.length === 0) || this.uploads?.busy) return;
    if (text.length > longestText) return this.complain(fill(texts.tooLong, { count: text.length - longestText }));
    const said = desk.say({ ...(text ? { text } : {}), ...(files.length ? { files } : {}), ...(this.order ? { orderId: this.order.id } : {}) });
    if (!said) return this.complain(texts.tooMany);
    show(this.problem, false);
    this.input.value = '';
    this.order = null;
    this.uploads?.clear();
    this.toggleChoices(false);
    this.showOrder();
    this.changed();
    this.sent();
  }

  private complain(text: string): void { words(this.problem, text); show(this.problem, true); }

  private changed(): void {
    const something = this.input.value.trim() !== '' || (this.uploads?.ready.length ?? 0) > 0;
    this.go.disabled = !something || (this.uploads?.busy ?? false);
    // An empty box takes the direction of the page, for its placeholder; words take their own.
    if (this.input.value) this.input.dir = 'auto'; else this.input.removeAttribute('dir');
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(136, Math.max(40, this.input.scrollHeight))}px`;
    this.writeDraft();
  }

  private showOrder(): void {
    const { texts } = this.ui;
    show(this.about, this.order !== null);
    this.about.replaceChildren(...(this.order ? [h('div', { class: 'tag' },
      h('span', { dir: 'auto' }, fill(texts.about, { title: this.order.title })),
      h('button', { class: 'square', type: 'button', 'aria-label': texts.remove, click: () => { this.order = null; this.showOrder(); this.changed(); } }, icon(icons.close)))] : []));
  }

  private writeDraft(): void {
    const files = this.uploads?.ready ?? this.keptFiles;
    const draft: Draft = { text: this.input.value, ...(this.order ? { order: this.order } : {}), ...(files.length ? { files } : {}) };
    if (!draft.text && !draft.order && files.length === 0) this.ui.desk.drawer.remove(this.draftName);
    else this.ui.desk.drawer.set(this.draftName, JSON.stringify(draft));
  }

  private readDraft(): void {
    this.draftName = draftName(this.ui.desk.session?.consumer.id);
    const draft = readJson<Draft>(this.ui.desk.drawer, this.draftName);
    if (!draft) return;
    this.input.value = draft.text ?? '';
    this.order = draft.order ?? null;
    this.showOrder();
    this.keptFiles = draft.files ?? [];
    if (this.keptFiles.length) void this.openUploads().catch(() => undefined);
    requestAnimationFrame(() => this.changed());
  }

  /** The visitor has a name now: what is in the box goes along. */
  private moveDraft(name: string): void {
    const { drawer } = this.ui.desk;
    const before = this.draftName;
    if (!this.input.value && !this.order && !this.uploads) return this.readDraft();
    this.draftName = name;
    this.writeDraft();
    drawer.remove(before);
  }
}
