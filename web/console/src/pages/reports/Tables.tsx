import { Link } from 'react-router-dom';
import type { FigureInfo, Overview } from '../../api/types.ts';
import { localName, useUnitName } from '../../app/names.ts';
import { count, share } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { valueText } from './values.ts';

const columns = ['offered', 'picked-up', 'replied', 'person-reply', 'standards-kept', 'steps', 'resolution', 'repeated', 'satisfied', 'recommend'];

/** Every unit beside the others; its name narrows the whole report to it. */
export function UnitTable({ overview, infos, address }: { overview: Overview; infos: FigureInfo[]; address: (unit: string) => string }) {
  const unitName = useUnitName();
  const shown = columns.map((key) => infos.find((info) => info.key === key)).filter((info) => info !== undefined);
  return (
    <section aria-labelledby="by-unit">
      <h2 id="by-unit">{t('report.byUnit')}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="by-unit">
        <table className="grid-table numeric">
          <thead><tr><th scope="col">{t('report.unit')}</th>{shown.map((info) => <th key={info.key} scope="col" className="number" title={localName(info.definition)}>{localName(info.name)}</th>)}</tr></thead>
          <tbody>{overview.units.map(({ unit, figures }) => (
            <tr key={unit}>
              <th scope="row"><Link to={address(unit)}>{unitName(unit)}</Link></th>
              {shown.map((info) => <td key={info.key} className={`number ${figures[info.key] ? '' : 'quiet-zero'}`}>{valueText(info.kind, figures[info.key])}</td>)}
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

export function Entrances({ overview }: { overview: Overview }) {
  const unitName = useUnitName();
  const most = Math.max(1, ...overview.entrances.map((line) => line.offered));
  return (
    <section aria-labelledby="by-entrance">
      <h2 id="by-entrance">{t('report.byEntrance')}</h2>
      <ul className="bars">{overview.entrances.map((line) => (
        <li key={line.entrance}>
          <span className="cut">{unitName(line.entrance)}</span>
          <span className="bar" aria-hidden="true"><span style={{ width: `${(100 * line.offered) / most}%` }} /></span>
          <span className="numeric">{count(line.offered)} <span className="meta">{t('report.pickedUp', { share: share(line.pickedUp, line.offered, 1) })}</span></span>
        </li>
      ))}</ul>
    </section>
  );
}

/** When people come, over the day. */
export function Hours({ overview }: { overview: Overview }) {
  const most = Math.max(1, ...overview.hours);
  return (
    <section aria-labelledby="by-hour">
      <h2 id="by-hour">{t('report.byHour')}</h2>
      <ol className="hours">{overview.hours.map((value, hour) => (
        <li key={hour} title={`${hour}:00 · ${count(value)}`}>
          <span className="hour-bar" style={{ height: `${(100 * value) / most}%` }} aria-hidden="true" />
          <span className="visually-hidden">{t('report.hourLine', { hour, count: count(value) })}</span>
          <span className="meta" aria-hidden="true">{hour % 6 === 0 ? hour : ''}</span>
        </li>
      ))}</ol>
    </section>
  );
}
