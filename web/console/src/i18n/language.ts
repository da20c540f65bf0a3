import { useSyncExternalStore } from 'react';
import type resources from './en.json';

export type Key = Extract<keyof typeof resources, string>;
export type Values = Record<string, string | number>;
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'patella.language';
let words: Record<string, string> = {};
let active: Language = 'zh-CN';
let listeners: (() => void)[] = [];

function asLanguage(tag: string | null | undefined): Language | undefined {
  if (!tag) return undefined;
  return tag.toLowerCase().startsWith('zh') ? 'zh-CN' : tag.toLowerCase().startsWith('en') ? 'en' : undefined;
}

/** What a link asked for, kept like a choice; else what was chosen here before; else what the browser speaks; else English. */
export function preferredLanguage(): Language {
  const asked = asLanguage(new URLSearchParams(location.search).get('lang'));
  if (asked) localStorage.setItem(storageKey, asked);
  return asLanguage(localStorage.getItem(storageKey)) ?? asLanguage(navigator.language) ?? 'en';
}
export const hasChosenLanguage = (): boolean => localStorage.getItem(storageKey) !== null;

const load: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  'zh-CN': () => import('./zh-CN.json'),
  en: () => import('./en.json'),
};

export async function switchLanguage(language: Language): Promise<void> {
  words = (await load[language]()).default;
  active = language;
  document.documentElement.lang = language;
  listeners.forEach((listener) => listener());
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await switchLanguage(language);
}

/** The session's language counts until the person chooses one on this device. */
export async function adoptLanguage(tag: string | undefined): Promise<void> {
  const language = asLanguage(tag);
  if (language && !hasChosenLanguage() && language !== active) await switchLanguage(language);
}

export function fill(pattern: string, values?: Values): string {
  if (!values) return pattern;
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
export function t(key: Key, values?: Values): string { return fill(words[key] ?? key, values); }
/** A word that belongs to a value of the wire (a state, a kind); an unknown value is shown as it came. */
export function tValue(prefix: string, value: string | null | undefined): string {
  if (!value) return '';
  return words[`${prefix}.${value}`] ?? value;
}
export const currentLanguage = (): Language => active;

const subscribe = (listener: () => void) => {
  listeners = [...listeners, listener];
  return () => { listeners = listeners.filter((other) => other !== listener); };
};
/** Renders again when the language changes. */
export function useLanguage(): Language { return useSyncExternalStore(subscribe, () => active); }
