import { CloseOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { useMemo, useRef } from 'react';
import type { BoardPerson, PresenceState } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty } from '../../parts/feedback.tsx';
import { Since } from '../../parts/Since.tsx';
import { PresenceMark } from '../../parts/state.tsx';

interface Properties { people: BoardPerson[]; unit: string | undefined; onUnit: (code: string | undefined) => void; onPerson: (id: string) => void }
type Line = { state: PresenceState; count: number } | BoardPerson;
const states: PresenceState[] = ['available', 'away', 'offline'];
const isPerson = (line: Line): line is BoardPerson => 'id' in line;
const headHeight = 32;
const rowHeight = 40;

/** People by state, by name so that rows keep their place, with how full their hands are as a thin bar. */
export function People({ people, unit, onUnit, onPerson }: Properties) {
  const unitName = useUnitName();
  const lines = useMemo(() => linesOf(people.filter((person) => !unit || person.units.includes(unit))), [people, unit]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (isPerson(lines[index]!) ? rowHeight : headHeight),
    getItemKey: (index) => { const line = lines[index]!; return isPerson(line) ? line.id : line.state; },
    overscan: 8,
  });
  return (
    <section className="board-people" aria-labelledby="people">
      <div className="row between">
        <h2 id="people">{t('board.people')}</h2>
        {unit && <Button size="small" icon={<CloseOutlined />} iconPosition="end" onClick={() => onUnit(undefined)}>{unitName(unit)}</Button>}
      </div>
      {lines.length === 0 ? <Empty title={t(unit ? 'board.nobodyInUnit' : 'board.nobody')}>{t('board.nobodyText')}</Empty> : (
        <div className="people-scroll" ref={scroller} tabIndex={0} role="group" aria-label={t('board.peopleList')}>
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map((item) => {
              const line = lines[item.index]!;
              return (
                <div key={item.key} className="people-line" style={{ transform: `translateY(${item.start}px)`, height: item.size }}>
                  {isPerson(line) ? <PersonRow person={line} onPerson={onPerson} /> : <div className="people-head"><PresenceMark state={line.state} /> <span className="meta">{line.count}</span></div>}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}

function PersonRow({ person, onPerson }: { person: BoardPerson; onPerson: (id: string) => void }) {
  const unitName = useUnitName();
  const share = person.capacity > 0 ? Math.min(1, person.load / person.capacity) : 0;
  const units = person.units.map(unitName).join(' · ');
  return (
    <button type="button" data-row className="person-row" onClick={() => onPerson(person.id)}>
      <span className="cut">{person.name}</span>
      <span className="meta cut" title={units}>{units}</span>
      <span className="meta numeric"><Since instant={person.since} /></span>
      <span className="load" aria-label={t('board.load', { load: person.load, capacity: person.capacity, state: tValue('presence', person.state) })}>
        <span className={`load-bar ${share >= 1 ? 'full' : ''}`} aria-hidden="true"><span style={{ width: `${share * 100}%` }} /></span>
        <span className="meta numeric" aria-hidden="true">{person.load}/{person.capacity}</span>
      </span>
    </button>
  );
}

function linesOf(people: BoardPerson[]): Line[] {
  return states.flatMap((state): Line[] => {
    const own = people.filter((person) => person.state === state).sort((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id));
    return own.length ? [{ state, count: own.length }, ...own] : [];
  });
}
