import { Link } from 'react-router-dom';
import type { FigureGroup, FigureInfo, FigureValue } from '../../api/types.ts';
import { localName } from '../../app/names.ts';
import { count } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { changeOf, valueText } from './values.ts';

const groups: FigureGroup[] = ['volume', 'assured', 'simple', 'caring'];
const signs = { better: '▲', worse: '▼', other: '●', same: '＝' };

interface Properties { values: FigureValue[]; infos: FigureInfo[]; chosen: string; onChoose: (key: string) => void; behind: (info: FigureInfo) => string | undefined }

/** The figures in their groups: each with its value, the period before, what it means and what it counts. */
export function Tiles({ values, ...rest }: Properties) {
  return (
    <>
      {groups.map((group) => {
        const own = values.filter((value) => value.group === group);
        return own.length === 0 ? null : (
          <section key={group} className="report-group" aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{t(`report.group.${group}` as Key)} <span className="meta">{t(`report.group.${group}Help` as Key)}</span></h2>
            <ul className="tiles">{own.map((value) => <Tile key={value.key} value={value} {...rest} />)}</ul>
          </section>
        );
      })}
    </>
  );
}

function Tile({ value, infos, chosen, onChoose, behind }: { value: FigureValue } & Omit<Properties, 'values'>) {
  const info = infos.find((one) => one.key === value.key);
  if (!info) return null;
  const change = changeOf(value.better, value.value, value.before);
  const address = behind(info);
  const name = localName(info.name);
  return (
    <li className="tile" data-chosen={chosen === value.key}>
      <button type="button" className="plain tile-main" aria-pressed={chosen === value.key} onClick={() => onChoose(value.key)} data-figure={value.key}>
        <span className="tile-name">{name}</span>
        <strong>{valueText(value.kind, value.value)}</strong>
        <span className={`meta change ${change ?? 'none'}`}>
          {change && <span aria-hidden="true">{signs[change]} </span>}
          {change === 'better' || change === 'worse' ? `${t(`report.change.${change}` as Key)} · ` : ''}{t('report.before', { value: valueText(value.kind, value.before) })}
        </span>
      </button>
      <div className="tile-foot">
        <details><summary className="meta">{t('report.meaning')}<span className="visually-hidden">: {name}</span></summary><p className="meta">{localName(info.definition)}</p></details>
        {address && !!value.value && <Link className="meta" to={address}>{openText(value)}<span className="visually-hidden">: {name}</span></Link>}
      </div>
    </li>
  );
}

function openText({ part, whole, kind }: FigureValue): string {
  if (kind === 'share' && part !== undefined && part !== null && whole !== undefined && whole !== null) return t('report.partOf', { part: count(part), whole: count(whole) });
  return t('report.look');
}
