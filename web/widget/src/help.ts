import { loadApplication } from './modules.ts';
import { chooseLanguage, isRightToLeft } from './texts/languages.ts';
import { h } from './view/dom.ts';

// The whole page: the server renders <div id="patella-help" data-tenant=...>, everything happens inside it.
const place = document.getElementById('patella-help');
if (place?.dataset['tenant']) {
  const { tenant, unit, order, appVersion, token, lang } = place.dataset;
  const kept = (() => { try { return localStorage.getItem(`patella:${tenant}:language`); } catch { return null; } })();
  const language = chooseLanguage([kept, lang, ...navigator.languages]);
  const root = h('div', { class: 'root page', lang: language, dir: isRightToLeft(language) ? 'rtl' : 'ltr' });
  const shadow = place.attachShadow({ mode: 'open' });
  place.dataset['mode'] = 'page';
  shadow.append(root);
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
  const script = document.querySelector<HTMLScriptElement>('script[src*="help.js"]');
  const settings = {
    origin: new URL(script?.src ?? location.href, location.href).origin, tenant: tenant!, mode: 'page' as const,
    ...(unit ? { unit } : {}), ...(order ? { order } : {}), ...(appVersion ? { appVersion } : {}), ...(token ? { token } : {}),
  };
  // A sign-in belongs into no history and into no copied link.
  const address = new URL(location.href);
  if (address.searchParams.has('token')) {
    address.searchParams.delete('token');
    history.replaceState(history.state, '', address);
  }
  const load = (): void => {
    loadApplication({ root, shadow, settings, language, launcher: null }, true).catch(() => setTimeout(load, 3000));
  };
  load();
}
