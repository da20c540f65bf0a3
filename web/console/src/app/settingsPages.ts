import type { Session } from '../api/types.ts';
import type { Key } from '../i18n/language.ts';
import { mayArrange, mayReadAudit } from './session.tsx';

/** The settings' pages in the order of setting up: who we are, who works here, what they say, what comes in. */
export interface SettingsPage { path: string; title: Key; legal?: true }
export const settingsPages: SettingsPage[] = [
  { path: 'units', title: 'settings.units' },
  { path: 'merchants', title: 'settings.merchants' },
  { path: 'carriers', title: 'settings.carriers' },
  { path: 'teams', title: 'settings.teams' },
  { path: 'staff', title: 'settings.staff' },
  { path: 'standards', title: 'settings.standards' },
  { path: 'hours', title: 'settings.hours' },
  { path: 'pause-reasons', title: 'settings.pauseReasons' },
  { path: 'canned-replies', title: 'settings.cannedReplies' },
  { path: 'macros', title: 'settings.macros' },
  { path: 'tags', title: 'settings.tags' },
  { path: 'articles', title: 'settings.articles' },
  { path: 'widget', title: 'settings.widget' },
  { path: 'surveys', title: 'settings.surveys' },
  { path: 'api-keys', title: 'settings.apiKeys' },
  { path: 'consumer-keys', title: 'settings.consumerKeys' },
  { path: 'sign-in-providers', title: 'settings.providers' },
  { path: 'privacy', title: 'settings.privacy', legal: true },
  { path: 'mailboxes', title: 'settings.mailboxes' },
  { path: 'webhooks', title: 'settings.webhooks' },
  { path: 'import', title: 'settings.import' },
  { path: 'audit', title: 'settings.audit', legal: true },
];

/** Those a person may open: all for who arranges, what concerns the law for legal. */
export const settingsPagesOf = (me: Session): SettingsPage[] => settingsPages.filter((page) => mayArrange(me) || (page.legal && mayReadAudit(me)));
