import type { Session } from '../api/types.ts';
import type { Key } from '../i18n/language.ts';
import { mayArrange, mayReadAudit } from './session.tsx';

export interface SettingsPage { path: string; title: Key; legal?: true }
export interface SettingsGroup { title: Key; pages: SettingsPage[] }

/** The settings' pages in the order of setting up: who we are, what we promise, what we say, where people come in, what is tied to us, who may. */
const groups: SettingsGroup[] = [
  { title: 'settings.group.we', pages: [
    { path: 'units', title: 'settings.units' }, { path: 'merchants', title: 'settings.merchants' }, { path: 'carriers', title: 'settings.carriers' }, { path: 'teams', title: 'settings.teams' }, { path: 'staff', title: 'settings.staff' },
  ] },
  { title: 'settings.group.promise', pages: [
    { path: 'standards', title: 'settings.standards' }, { path: 'hours', title: 'settings.hours' }, { path: 'pause-reasons', title: 'settings.pauseReasons' }, { path: 'surveys', title: 'settings.surveys' }, { path: 'listening', title: 'settings.listening' },
  ] },
  { title: 'settings.group.cases', pages: [
    { path: 'case-rules', title: 'settings.caseRules' }, { path: 'case-statuses', title: 'settings.caseStatuses' }, { path: 'case-kinds', title: 'settings.caseKinds' }, { path: 'case-fields', title: 'settings.caseFields' },
  ] },
  { title: 'settings.group.words', pages: [
    { path: 'canned-replies', title: 'settings.cannedReplies' }, { path: 'macros', title: 'settings.macros' }, { path: 'tags', title: 'settings.tags' }, { path: 'articles', title: 'settings.articles' },
  ] },
  { title: 'settings.group.entrances', pages: [
    { path: 'widget', title: 'settings.widget' }, { path: 'consumer-keys', title: 'settings.consumerKeys' }, { path: 'mailboxes', title: 'settings.mailboxes' },
  ] },
  { title: 'settings.group.connections', pages: [
    { path: 'api-keys', title: 'settings.apiKeys' }, { path: 'webhooks', title: 'settings.webhooks' }, { path: 'systems', title: 'settings.systems' }, { path: 'import', title: 'settings.import' },
  ] },
  { title: 'settings.group.trust', pages: [
    { path: 'sign-in-providers', title: 'settings.providers' }, { path: 'privacy', title: 'settings.privacy', legal: true }, { path: 'audit', title: 'settings.audit', legal: true },
  ] },
];

/** Those a person may open: all for who arranges, what concerns the law for legal. */
export const settingsGroupsOf = (me: Session): SettingsGroup[] =>
  groups.map((group) => ({ ...group, pages: group.pages.filter((page) => mayArrange(me) || (page.legal && mayReadAudit(me))) })).filter((group) => group.pages.length > 0);
export const settingsPagesOf = (me: Session): SettingsPage[] => settingsGroupsOf(me).flatMap((group) => group.pages);
