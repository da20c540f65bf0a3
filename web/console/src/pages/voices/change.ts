import { count } from '../../i18n/format.ts';
import { currentLanguage, t } from '../../i18n/language.ts';

/** How a count has moved: by how much of it, and in plain numbers where there was next to nothing before. */
export function changeText(value: number, before: number | null | undefined): string {
  if (before === null || before === undefined) return '';
  if (before === 0) return value === 0 ? t('voice.same') : t('voice.new');
  if (value === before) return t('voice.same');
  const sign = value > before ? '▲' : '▼';
  if (value >= before * 3) return `${sign} ×${new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: value / before < 10 ? 1 : 0 }).format(value / before)}`;
  return `${sign} ${new Intl.NumberFormat(currentLanguage(), { style: 'percent', maximumFractionDigits: 0 }).format(Math.abs(value - before) / before)}`;
}
/** The same with what it was. */
export const againstText = (value: number, before: number | null | undefined): string => (before === null || before === undefined ? '' : [changeText(value, before), t('voice.was', { count: count(before) })].filter(Boolean).join(' · '));
