import { Link } from 'react-router-dom';
import type { UnitFigure, UnitStanding } from '../../api/standings.ts';
import { localName } from '../../app/names.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { behindUnit, Change } from './unitValues.tsx';
import { valueText } from './values.ts';

interface Properties { unit: UnitStanding; figures: UnitFigure[]; query: { from: string; to: string; zone: string } }

/** The figures of one unit in their groups: value, the period before, what it means, and the way to what it counts. */
export function UnitTiles({ unit, figures, query }: Properties) {
  const groups = [...new Set(figures.map((figure) => figure.group))];
  return (
    <>
      {groups.map((group) => (
        <section key={group} className="report-group" aria-labelledby={`unit-${group}`}>
          <h2 id={`unit-${group}`}>{t(`unit.group.${group}`)} <span className="meta">{t(`unit.group.${group}Help`)}</span></h2>
          <ul className="tiles">{figures.filter((figure) => figure.group === group).map((figure) => <Tile key={figure.key} unit={unit} figure={figure} query={query} />)}</ul>
        </section>
      ))}
    </>
  );
}

function Tile({ unit, figure, query }: Omit<Properties, 'figures'> & { figure: UnitFigure }) {
  const value = unit.values[figure.key];
  const behind = behindUnit(figure, unit.unit, value, query);
  const name = localName(figure.name);
  return (
    <li className="tile">
      <div className="tile-main"><span className="tile-name">{name}</span><strong className="numeric">{valueText(figure.kind, value?.value)}</strong><Change figure={figure} value={value} /></div>
      <div className="tile-foot">
        <details><summary className="meta">{t('report.meaning')}<span className="visually-hidden">: {name}</span></summary><p className="meta">{localName(figure.definition)}</p></details>
        {behind && <Link className="meta" to={behind}>{figure.kind === 'share' && value?.part != null && value.whole != null ? t('report.partOf', { part: count(value.part), whole: count(value.whole) }) : t('report.look')}<span className="visually-hidden">: {name}</span></Link>}
      </div>
    </li>
  );
}
