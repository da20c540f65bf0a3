import { Segmented } from 'antd';
import { chooseLanguage, t, useLanguage, type Language } from '../i18n/language.ts';
import { chooseTheme, themeChoice, useDark, type ThemeChoice } from './theme.ts';

export function LanguageSwitch() {
  const language = useLanguage();
  return (
    <Segmented<Language>
      size="small" aria-label={t('preferences.language')} value={language} onChange={(value) => void chooseLanguage(value)}
      options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
    />
  );
}
export function ThemeSwitch() {
  useDark();
  return (
    <Segmented<ThemeChoice>
      size="small" aria-label={t('preferences.theme')} value={themeChoice()} onChange={chooseTheme}
      options={[{ value: 'light', label: t('theme.light') }, { value: 'dark', label: t('theme.dark') }, { value: 'system', label: t('theme.system') }]}
    />
  );
}
