import { currentLanguage } from '../../i18n/language.ts';

/** Minor units of any size as money: the digits are moved as text, so that nothing is rounded. */
export function amount(minor: string | number, currency: string): string {
  const format = new Intl.NumberFormat(currentLanguage(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return format.format(decimal(String(minor), format.resolvedOptions().maximumFractionDigits ?? 2) as unknown as number);
}

/** "5" with two digits is "0.05". */
export function decimal(minor: string, digits: number): string {
  const sign = minor.startsWith('-') ? '-' : '';
  const whole = minor.replace('-', '').padStart(digits + 1, '0');
  return digits === 0 ? sign + whole : `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

/** A difference of two sums that may be larger than a number carries. */
export const difference = (from: string, less: string): string => (BigInt(from) - BigInt(less)).toString();

/** How many digits a currency has behind the point. */
export const digitsOf = (currency: string): number => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** "12.5" with two digits is 1250 minor units; undefined for what is no amount, has more digits, or is more than a number carries. */
export function minorOf(text: string, digits: number): number | undefined {
  const [whole, parts = ''] = text.trim().split('.');
  if (!/^\d+(\.\d+)?$/.test(text.trim()) || parts.length > digits) return undefined;
  const minor = Number(whole + parts.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}
