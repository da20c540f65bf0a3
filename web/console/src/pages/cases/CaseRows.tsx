import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { memo, useEffect, useRef } from 'react';
import type { Case } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { PromiseDue } from './marks.tsx';
import type { CasesQuery } from './useCaseRows.ts';
import { useCaseWords } from './useCases.ts';

interface Properties { list: CasesQuery; rows: Case[]; filtered: boolean; clear: () => void; onChoose: (row: Case) => void; selected: ReadonlySet<string>; onSelect?: (id: string) => void }

export function CaseRows({ list, rows, filtered, clear, onChoose, selected, onSelect }: Properties) {
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = innerWidth < 768;
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => (narrow ? 88 : 44), overscan: 10 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => { if (last >= rows.length - 5 && hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (list.isLoading) return <div className="talks-pad"><Skeleton rows={14} widths={[96, 88, 92]} /></div>;
  if (list.error && rows.length === 0) return <div className="talks-pad"><Problem error={list.error} retry={() => void list.refetch()} /></div>;
  if (rows.length === 0) {
    return filtered
      ? <Empty title={t('cases.nothingFits')} action={<Button onClick={clear}>{t('filters.clear')}</Button>} />
      : <Empty title={t('cases.empty')}>{t('cases.emptyText')}</Empty>;
  }
  return (
    <>
    {!narrow && <Heads selectable={!!onSelect} />}
    <div className={`talks-scroll ${narrow ? 'narrow' : ''}`} ref={scroller} tabIndex={-1}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const row = rows[item.index]!;
          return (
            <div key={row.id} className={`talks-line ${onSelect ? 'selectable' : ''}`} style={{ transform: `translateY(${item.start}px)`, height: item.size }}>
              {onSelect && <input type="checkbox" className="talk-check" checked={selected.has(row.id)} onChange={() => onSelect(row.id)} aria-label={t('cases.choose', { number: row.number })} />}
              <Row row={row} onChoose={onChoose} />
            </div>
          );
        })}
      </div>
    </div>
    </>
  );
}

/** For the eye alone: each row says its parts in order. */
function Heads({ selectable }: { selectable: boolean }) {
  return (
    <div className={`list-head of-cases ${selectable ? 'selectable' : ''}`} aria-hidden="true">
      <span className="number-cell">{t('cases.number')}</span><span className="subject-cell">{t('cases.subject')}</span><span className="person-cell">{t('cases.customer')}</span><span className="unit-cell">{t('board.unit')}</span>
      <span className="owner-cell">{t('cases.owner')}</span><span className="status-cell">{t('cases.status')}</span><span className="waited-cell">{t('cases.waited')}</span><span className="due-cell">{t('cases.promise')}</span>
    </div>
  );
}

const Row = memo(function Row({ row, onChoose }: { row: Case; onChoose: (row: Case) => void }) {
  const unitName = useUnitName();
  const words = useCaseWords();
  return (
    <button type="button" data-row data-case={row.id} className="case-row" onClick={() => onChoose(row)}>
      <span className="numeric meta number-cell">{row.number}</span>
      <span className="cut strong subject-cell">{row.subject}</span>
      <span className="row person-cell"><span className="cut meta">{row.person ? personName(row.person) : ''}</span><Tier tier={row.person?.tier} /></span>
      <span className="cut meta unit-cell">{row.transfer ? t('case.unitAsked', { unit: unitName(row.unit), asked: unitName(row.transfer.to) }) : unitName(row.unit)}</span>
      <span className="cut meta owner-cell">{row.owner?.name ?? t('case.queue')}</span>
      <span className="cut meta status-cell">{words.status(row.status)}</span>
      <span className="meta numeric waited-cell">{row.category === 'closed' ? '' : <Since instant={row.openedAt} />}</span>
      <span className="cut meta due-cell">{row.category === 'closed' ? shortTime(row.closedAt ?? row.lastAt) : <PromiseDue of={row} short />}</span>
    </button>
  );
});
