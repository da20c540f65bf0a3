import type { ReactNode } from 'react';
import { t, useLanguage } from '../i18n/language.ts';
import { Brand } from '../parts/Brand.tsx';
import { LanguageSwitch, ThemeSwitch } from './Preferences.tsx';

/** The frame of the two pages before the console: signing in and the first run. */
export function EntryPage({ children }: { children: ReactNode }) {
  useLanguage();
  return (
    <main className="entry-page">
      <div className="entry-side">
        <div className="brand-line"><Brand /> Patella</div>
        <div>
          <div className="claim">{t('entry.claim')}</div>
          <p>{t('entry.claimMore')}</p>
        </div>
        <div className="meta">{t('entry.licence')}</div>
      </div>
      <div className="entry-main">
        <div className="tools"><LanguageSwitch /><ThemeSwitch /></div>
        {children}
      </div>
    </main>
  );
}
