import { accentRules } from './core/colour.ts';
import { Desk } from './core/desk.ts';
import type { Application, Entrance } from './entrance.ts';
import type { Texts } from './texts/en.ts';
import { loadTexts } from './texts/load.ts';
import { isRightToLeft, type Language } from './texts/languages.ts';
import { Frame } from './view/frame.ts';
import { show } from './view/dom.ts';
import { keepInside } from './view/focus.ts';
import style from './view/style.css';
import { fitToKeyboard } from './view/keyboard.ts';

/** Builds the page into the entrance; nothing of it was needed before somebody wanted help. */
export async function start(entrance: Entrance, open: boolean): Promise<Application> {
  const application = new HelpApplication(entrance, await loadTexts(entrance.language));
  if (open) application.open(false);
  return application;
}

class HelpApplication implements Application {
  private readonly desk: Desk;
  private frame: Frame;
  private language: Language;
  private shown: boolean;
  private scheduled = false;
  private accent = '';
  private readonly accentSheet = new CSSStyleSheet();

  constructor(private readonly entrance: Entrance, texts: Texts) {
    this.language = entrance.language;
    this.shown = entrance.launcher === null;
    this.desk = new Desk(entrance.settings, () => this.language);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    entrance.shadow.adoptedStyleSheets = [sheet, this.accentSheet];
    this.frame = this.makeFrame(texts);
    this.desk.subscribe(() => this.schedule());
    this.listen();
    this.draw();
    void this.desk.start();
  }

  get isOpen(): boolean { return this.shown; }

  open(focus = true): void {
    this.shown = true;
    this.draw();
    if (focus) this.frame.focus();
  }

  close(): void {
    const { launcher } = this.entrance;
    if (!launcher) return;
    this.desk.sendKeptRating();
    this.shown = false;
    this.draw();
    launcher.button.focus();
  }

  private makeFrame(texts: Texts): Frame {
    const frame = new Frame(this.desk, texts, this.language, this.entrance.root, {
      choose: (language) => void this.choose(language), close: this.entrance.launcher ? () => this.close() : null,
    });
    this.entrance.root.append(frame.element);
    return frame;
  }

  private async choose(language: Language): Promise<void> {
    const texts = await loadTexts(language).catch(() => null);
    if (!texts) return;
    this.language = language;
    this.desk.drawer.set('language', language);
    this.frame.element.remove();
    this.frame = this.makeFrame(texts);
    this.draw();
    this.frame.element.querySelector('select')?.focus();
    void this.desk.languageChanged();
    if (this.entrance.launcher === null) { document.documentElement.lang = language; document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr'; }
  }

  private listen(): void {
    const { root, launcher, shadow } = this.entrance;
    document.addEventListener('visibilitychange', () => this.schedule());
    // Keys pressed in here are no shortcuts of the page around us.
    for (const name of ['keydown', 'keyup', 'keypress'] as const) root.addEventListener(name, (event) => event.stopPropagation());
    root.addEventListener('keydown', (event) => {
      if (!launcher || !this.shown) return;
      if (event.key === 'Escape' && !event.isComposing) { event.preventDefault(); this.close(); }
      if (event.key === 'Tab') keepInside(this.frame.element, shadow, event);
    });
    fitToKeyboard(() => this.frame.element, () => this.shown);
  }

  /** At most one drawing a frame, however much arrives. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const run = (): void => { if (!this.scheduled) return; this.scheduled = false; this.draw(); };
    if (document.visibilityState === 'visible') requestAnimationFrame(run); else setTimeout(run, 200);
  }

  private draw(): void {
    const { launcher } = this.entrance;
    show(this.frame.element, this.shown);
    if (launcher) {
      show(launcher.button, !this.shown);
      launcher.button.setAttribute('aria-expanded', String(this.shown));
      launcher.count(this.desk.talk.unread, this.frame.unreadWords());
    }
    this.desk.talk.watch(this.shown && document.visibilityState === 'visible');
    this.colour();
    if (this.shown) this.frame.update();
  }

  /** The tenant's accent, made readable on both grounds. */
  private colour(): void {
    const accent = this.desk.session?.look?.accent ?? this.entrance.settings.accent ?? '';
    if (accent === this.accent) return;
    this.accent = accent;
    this.accentSheet.replaceSync(accentRules(accent));
  }
}
