import type { Desk } from '../core/desk.ts';
import type { Formats } from '../core/format.ts';
import type { Author } from '../core/model.ts';
import type { Texts } from '../texts/en.ts';
import type { Language } from '../texts/languages.ts';

/** What every part of the page needs: what to show, and the words to show it in. */
export interface Ui {
  desk: Desk;
  texts: Texts;
  formats: Formats;
  language: Language;
  root: HTMLElement;
}

/** Whoever speaks, by name. */
export function nameOf(texts: Texts, author: Author | null | undefined): string {
  if (author?.name) return author.name;
  switch (author?.party) {
    case 'bot': return texts.botName;
    case 'merchant': return texts.merchantName;
    case 'consumer': return texts.you;
    default: return texts.agentName;
  }
}
