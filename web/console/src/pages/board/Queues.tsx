import { useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import type { BoardQueue } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { count, duration } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty } from '../../parts/feedback.tsx';
import { AtRiskCell, useAtRisk } from './AtRisk.tsx';

interface Properties { queues: BoardQueue[]; chosen: string | undefined; onChoose: (code: string) => void; onAtRisk: (code: string) => void; onLend: ((code: string) => void) | undefined }

/** Queues by unit, where people wait on top; the order rests while a hand is on the table. */
export function Queues({ queues, chosen, onChoose, onAtRisk, onLend }: Properties) {
  const atRisk = useAtRisk();
  const unitName = useUnitName();
  const [held, setHeld] = useState(false);
  const rows = useRestingOrder(queues, held);
  return (
    <section className="board-queues" aria-labelledby="queues" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <h2 id="queues">{t('board.queues')}</h2>
      {queues.length === 0 ? <Empty title={t('board.noQueues')}>{t('board.noQueuesText')}</Empty> : (
        <div className="scroll-x">
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t('board.unit')}</th>
                <th scope="col" className="number">{t('board.waiting')}</th>
                <th scope="col" className="number">{t('board.oldest')}</th>
                <th scope="col" className="number" title={t('board.atRiskHelp')}>{t('board.atRisk')}</th>
                <th scope="col" className="number">{t('board.offered')}</th>
                <th scope="col" className="number">{t('board.inProgress')}</th>
                <th scope="col" className="number" title={t('board.availableHelp')}>{t('board.available')}</th>
                <th scope="col" className="number" title={t('board.couldHelpHelp')}>{t('board.couldHelp')}</th>
                {onLend && <th scope="col"><span className="visually-hidden">{t('loans.lend')}</span></th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((queue) => {
                const code = queue.unit;
                const list = (state: string) => `/conversations?state=${state}&unit=${encodeURIComponent(code)}`;
                const people = (value: number) => <button type="button" className="linklike" onClick={() => onChoose(code)} aria-label={t('board.showPeople', { count: value, unit: unitName(code) })}>{count(value)}</button>;
                return (
                  <tr key={code} className={code === chosen ? 'chosen' : undefined}>
                    <th scope="row"><button type="button" className="plain" aria-pressed={code === chosen} onClick={() => onChoose(code)}>{unitName(code)}</button></th>
                    <td className="number">{queue.waiting > 0 ? <Link className="waits" to={list('queued')}>{count(queue.waiting)}</Link> : <span className="quiet-zero">0</span>}</td>
                    <td className="number">{queue.waiting > 0 && queue.oldestSeconds != null ? duration(queue.oldestSeconds) : <span className="quiet-zero">–</span>}</td>
                    <td className="number"><AtRiskCell of={atRisk(code)} label={unitName(code)} open={() => onAtRisk(code)} /></td>
                    <td className="number">{queue.offered > 0 ? <Link to={list('queued')}>{count(queue.offered)}</Link> : <span className="quiet-zero">0</span>}</td>
                    <td className="number">{queue.inProgress > 0 ? <Link to={list('agent')}>{count(queue.inProgress)}</Link> : <span className="quiet-zero">0</span>}</td>
                    <td className="number">{people(queue.free)}</td>
                    <td className="number">{people(queue.couldHelp)}</td>
                    {onLend && <td className="number"><button type="button" className="linklike" aria-label={t('loans.title', { unit: unitName(code) })} onClick={() => onLend(code)}>{t('loans.lend')}</button></td>}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function useRestingOrder(queues: BoardQueue[], held: boolean): BoardQueue[] {
  const order = useRef<string[]>([]);
  const known = new Map(queues.map((queue) => [queue.unit, queue]));
  if (!held || order.current.length !== queues.length || order.current.some((code) => !known.has(code))) {
    order.current = [...queues]
      .sort((one, other) => Math.sign(other.waiting) - Math.sign(one.waiting) || (other.oldestSeconds ?? 0) - (one.oldestSeconds ?? 0) || one.unit.localeCompare(other.unit))
      .map((queue) => queue.unit);
  }
  return order.current.map((code) => known.get(code)!);
}
