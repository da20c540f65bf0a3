import type { Settings } from './core/model.ts';
import type { Language } from './texts/languages.ts';

/** What the script tag makes, and the application takes over. */
export interface Entrance {
  root: HTMLElement;
  shadow: ShadowRoot;
  settings: Settings;
  language: Language;
  /** Set in a floating panel only. */
  launcher: { button: HTMLButtonElement; count(unread: number, words: string): void } | null;
}

/** The application as the launcher sees it. */
export interface Application { open(): void; close(): void; readonly isOpen: boolean }
