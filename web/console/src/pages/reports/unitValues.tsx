import type { UnitFigure, UnitValue } from '../../api/standings.ts';
import { t } from '../../i18n/language.ts';
import { search } from './period.ts';
import { changeOf, valueText } from './values.ts';

const signs = { better: '▲', worse: '▼', other: '●', same: '＝' };

/** What a figure counts; a unit that nobody named has no conversations of its own. */
export function behindUnit(figure: UnitFigure, unit: string, value: UnitValue | undefined, period: { from: string; to: string; zone: string }): string | undefined {
  if (!figure.opens || value?.value == null || (figure.kind === 'count' && value.value === 0)) return undefined;
  return `/reports/${figure.opens === 'deeds' ? 'deeds' : 'behind'}?${search({ ...period }, { figure: figure.key, unit })}`;
}

/** How it moved since the period before: by sign and word, and in a table by the sign with its words behind it. */
export function Change({ figure, value, short }: { figure: UnitFigure; value: UnitValue | undefined; short?: boolean }) {
  const change = changeOf(figure.better, value?.value, value?.before);
  const before = t('report.before', { value: valueText(figure.kind, value?.before) });
  const words = change === 'better' || change === 'worse' ? `${t(`report.change.${change}`)} · ${before}` : before;
  if (!change) return short ? null : <span className="meta change none">{before}</span>;
  return <span className={`meta change ${change}`} title={short ? words : undefined}><span aria-hidden="true">{signs[change]}</span> {short ? <span className="visually-hidden">{words}</span> : words}</span>;
}
