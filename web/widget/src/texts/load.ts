import type { Texts } from './en.ts';
import type { Language } from './languages.ts';

const loaders: Record<Language, () => Promise<{ default: Texts }>> = {
  'zh-CN': () => import('./zh-CN.ts'),
  en: () => import('./en.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
  ja: () => import('./ja.ts'),
  ar: () => import('./ar.ts'),
};

/** Fetches one language; the others never cross the wire. */
export async function loadTexts(language: Language): Promise<Texts> {
  return (await loaders[language]()).default;
}
