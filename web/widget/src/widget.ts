import { accentRules } from './core/colour.ts';
import type { Application, Entrance } from './entrance.ts';
import launcherStyle from './launcher.css';
import { loadApplication } from './modules.ts';
import { chooseLanguage, isRightToLeft, launcherWords, type Language } from './texts/languages.ts';
import { h, icon } from './view/dom.ts';
import { icons } from './view/icons.ts';

// The script tag. It draws the launcher and nothing else; the rest comes when it is wanted,
// or at once for somebody who has been talking with us from this browser.
const script = (document.currentScript ?? document.querySelector('script[data-tenant][src*="widget.js"]')) as HTMLScriptElement | null;
const marker = 'patellaHelp';

if (script?.dataset['tenant'] && !(marker in document.documentElement.dataset)) {
  document.documentElement.dataset[marker] = 'on';
  const begin = (): void => enter(script);
  if (document.body) begin(); else document.addEventListener('DOMContentLoaded', begin);
}

function enter(tag: HTMLScriptElement): void {
  const { tenant, unit, order, appVersion, token, lang, accent } = tag.dataset;
  const keep = (name: string): string | null => { try { return localStorage.getItem(`patella:${tenant}:${name}`); } catch { return null; } };
  const language = chooseLanguage([keep('language'), lang, ...navigator.languages]);
  const host = document.createElement('patella-help');
  const shadow = host.attachShadow({ mode: 'open' });
  const entrance = makeEntrance(shadow, language, {
    origin: new URL(tag.src, location.href).origin, tenant: tenant!, mode: 'panel',
    ...(unit ? { unit } : {}), ...(order ? { order } : {}), ...(appVersion ? { appVersion } : {}), ...(token ? { token } : {}),
    ...(accent ? { accent } : {}),
  }, keptAccent(keep('session')) ?? accent);
  document.body.append(host);
  wake(entrance, keep('conversation') !== null);
}

/** The tenant's colour as it was told the last time. */
function keptAccent(session: string | null): string | undefined {
  try { return (JSON.parse(session ?? '{}') as { look?: { accent?: string } }).look?.accent; } catch { return undefined; }
}

function makeEntrance(shadow: ShadowRoot, language: Language, settings: Entrance['settings'], accent: string | undefined): Entrance {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyle);
  const accentSheet = new CSSStyleSheet();
  accentSheet.replaceSync(accentRules(accent));
  shadow.adoptedStyleSheets = [sheet, accentSheet];
  const count = h('span', { class: 'count', hidden: true, 'aria-hidden': 'true' });
  const button = h('button', { class: 'launcher', type: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }, icon(icons.talk), launcherWords[language], count);
  const root = h('div', { class: 'root', lang: language, dir: isRightToLeft(language) ? 'rtl' : 'ltr' }, button);
  shadow.append(root);
  return { root, shadow, settings, language, launcher: { button, count(unread, words) {
    count.hidden = unread === 0;
    count.textContent = unread > 99 ? '99+' : String(unread);
    if (unread > 0) button.setAttribute('aria-label', `${button.textContent?.replace(count.textContent, '')}: ${words}`); else button.removeAttribute('aria-label');
  } } };
}

function wake(entrance: Entrance, atOnce: boolean): void {
  const { button } = entrance.launcher!;
  let application: Application | null = null;
  let loading: Promise<Application> | null = null;
  const load = (open: boolean): void => {
    if (application) { if (open) application.open(); return; }
    button.setAttribute('aria-busy', 'true');
    loading ??= loadApplication(entrance, false);
    loading.then((loaded) => { application = loaded; if (open) loaded.open(); }, () => { loading = null; })
      .finally(() => button.removeAttribute('aria-busy'));
  };
  button.addEventListener('click', () => load(true));
  // The page around us may have its own words for "contact us".
  document.addEventListener('patella:open', () => load(true));
  if (atOnce) setTimeout(() => load(false), 1500);
}
