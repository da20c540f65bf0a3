/** Each language under its own name, in the order the switch shows them. */
export const languages = {
  'zh-CN': '简体中文',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  ja: '日本語',
  ar: 'العربية',
} as const;

export type Language = keyof typeof languages;

/** The words of the launcher, small enough to come with the script tag. */
export const launcherWords: Record<Language, string> = {
  'zh-CN': '帮助', en: 'Help', es: 'Ayuda', fr: 'Aide', de: 'Hilfe', ja: 'ヘルプ', ar: 'المساعدة',
};

/** The first wish that we can fulfil; English when there is none. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  const known = Object.keys(languages) as Language[];
  for (const wish of wishes) {
    if (!wish) continue;
    const exact = known.find((language) => language.toLowerCase() === wish.toLowerCase());
    if (exact) return exact;
    const base = wish.toLowerCase().split(/[-_]/)[0];
    const close = known.find((language) => language.toLowerCase().split('-')[0] === base);
    if (close) return close;
  }
  return 'en';
}

export function isRightToLeft(language: Language): boolean { return language === 'ar'; }

/** Puts values into the {places} of a text. Unknown places stay visible, so that a mistake is seen. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}
