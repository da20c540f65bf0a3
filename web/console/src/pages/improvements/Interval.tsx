import { currentLanguage, t } from '../../i18n/language.ts';

const low = 0.1;
const high = 10;
/** Places on a logarithmic scale from a tenth to ten times; a fall and a rise of the same factor are as long. */
export const placeOf = (ratio: number): number => ((Math.log(Math.min(high, Math.max(low, ratio))) - Math.log(low)) / (Math.log(high) - Math.log(low))) * 100;
const text = (value: number) => new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 2 }).format(value);

/** A ratio with its interval, beside 1: where the bar crosses 1, no effect is shown. */
export function Interval({ ratio, lower, upper, small }: { ratio?: number | null; lower?: number | null; upper?: number | null; small?: boolean }) {
  if (ratio == null || lower == null || upper == null) return null;
  const tone = upper < 1 ? 'good' : lower > 1 ? 'bad' : 'none';
  return (
    <figure className="interval" data-tone={tone} data-small={small || undefined}>
      <svg viewBox="0 0 100 14" preserveAspectRatio="none" role="img" aria-label={t('improvement.intervalLabel', { ratio: text(ratio), lower: text(lower), upper: text(upper) })}>
        <line x1="50" x2="50" y1="0" y2="14" className="interval-one" vectorEffect="non-scaling-stroke" />
        <rect x={placeOf(lower)} width={Math.max(0.6, placeOf(upper) - placeOf(lower))} y="5" height="4" className="interval-bar" />
        <rect x={placeOf(ratio) - 0.6} width="1.2" y="1" height="12" className="interval-at" />
      </svg>
      {!small && <figcaption className="meta numeric"><span>{t('improvement.fewer')} ×0.1</span><span>×1</span><span>×10 {t('improvement.moreVoices')}</span></figcaption>}
    </figure>
  );
}
