import type { Period, ProjectDetail } from '../../api/improvements.ts';
import { count, shortDay } from '../../i18n/format.ts';
import { currentLanguage, t, tValue } from '../../i18n/language.ts';
import { Interval } from './Interval.tsx';

const rate = (value: number | null | undefined) => (value == null ? '–' : new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 1 }).format(value));

/** The days before and after beside each other on one scale, and the ratio with its interval. */
export function EffectPicture({ detail: { project, baseline, effect } }: { detail: ProjectDetail }) {
  if (!baseline) return <section aria-labelledby="project-effect"><h2 id="project-effect">{t('improvement.effect')}</h2><p className="meta">{t('improvement.noBaseline', { days: project.windowDays })}</p></section>;
  const most = Math.max(1, ...[baseline, ...(effect ? [effect.after] : [])].flatMap((period) => period.days.map((day) => day.voices)));
  return (
    <section aria-labelledby="project-effect">
      <h2 id="project-effect">{t('improvement.effect')}</h2>
      <div className="periods">
        <Days period={baseline} most={most} name={t('improvement.before')} />
        {effect ? <Days period={effect.after} most={most} name={t('improvement.after')} tone="after" /> : <p className="meta">{project.measureDue ? t('improvement.due', { day: shortDay(project.measureDue) }) : t('improvement.notShipped')}</p>}
      </div>
      {effect && (
        <div className="effect">
          <p className={`verdict ${effect.verdict}`}><strong>{tValue('improvement.verdict', effect.verdict)}</strong></p>
          <Interval ratio={effect.ratio} lower={effect.lower} upper={effect.upper} />
          <p>{effect.text}</p>
          <p className="meta">{t('improvement.method', { per: tValue('improvement.per', effect.per), dispersion: rate(effect.dispersion) })}</p>
        </div>
      )}
    </section>
  );
}

function Days({ period, most, name, tone }: { period: Period; most: number; name: string; tone?: string }) {
  const width = 100 / period.days.length;
  return (
    <figure className="period" data-tone={tone}>
      <figcaption><span className="strong">{name}</span> <span className="meta numeric">{shortDay(`${period.from}T12:00:00Z`)} – {shortDay(`${period.until}T12:00:00Z`)}</span></figcaption>
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={t('improvement.periodLabel', { name, voices: count(period.voices), orders: count(period.orders), days: period.days.length })}>
        {period.days.map((day, index) => <rect key={day.day} x={index * width + width * 0.12} width={width * 0.76} y={40 - (day.voices / most) * 38} height={(day.voices / most) * 38}><title>{`${day.day} · ${day.voices}`}</title></rect>)}
        <line x1="0" x2="100" y1="40" y2="40" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="meta numeric">{t('improvement.periodFigures', { voices: count(period.voices), aDay: rate(period.voicesADay), orders: count(period.orders), rate: rate(period.voicesAThousandOrders) })}</p>
    </figure>
  );
}
