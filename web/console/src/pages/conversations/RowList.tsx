import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { memo, useEffect, useRef } from 'react';
import type { ConversationLine } from '../../api/deskTypes.ts';
import type { ConversationRow } from '../../api/types.ts';
import { useMe } from '../../app/session.tsx';
import { useUnitName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Channel, personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { StandardMark } from '../../parts/StandardMark.tsx';
import { TagChip } from '../../parts/TagChip.tsx';
import { lastWords } from '../desk/ChatList.tsx';
import type { RowsQuery } from './useRows.ts';

interface Properties {
  list: RowsQuery; rows: ConversationLine[]; chosen: string | undefined; compact: boolean; filtered: boolean; onChoose: (row: ConversationRow) => void; clear: () => void;
  selected: ReadonlySet<string>; onSelect?: (id: string) => void;
}

export function RowList({ list, rows, chosen, compact, filtered, onChoose, clear, selected, onSelect }: Properties) {
  const { person } = useMe();
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = compact || innerWidth < 768;
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => (narrow ? 68 : 44), overscan: 10 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => { virtual.measure(); }, [narrow, virtual]);
  useEffect(() => { if (last >= rows.length - 5 && hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (list.isLoading) return <div className="talks-pad"><Skeleton rows={14} widths={[96, 88, 92]} /></div>;
  if (list.error && rows.length === 0) return <div className="talks-pad"><Problem error={list.error} retry={() => void list.refetch()} /></div>;
  // A page may hold nothing while there is more behind it: a rare filter over a long history.
  if (rows.length === 0 && (hasNextPage || isFetchingNextPage)) return <div className="talks-pad"><Skeleton rows={8} /></div>;
  if (rows.length === 0) {
    return filtered
      ? <Empty title={t('talks.nothingFits')} action={<Button onClick={clear}>{t('filters.clear')}</Button>}>{t('talks.nothingFitsText')}</Empty>
      : <Empty title={t('talks.empty')}>{t('talks.emptyText')}</Empty>;
  }
  return (
    <>
    {!narrow && <Heads selectable={!!onSelect} />}
    <div className={`talks-scroll ${narrow ? 'narrow' : ''}`} ref={scroller} tabIndex={-1}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const line = rows[item.index]!;
          const { id } = line.conversation;
          return (
            <div key={id} className={`talks-line ${onSelect ? 'selectable' : ''}`} style={{ transform: `translateY(${item.start}px)`, height: item.size }}>
              {onSelect && <input type="checkbox" className="talk-check" checked={selected.has(id)} onChange={() => onSelect(id)} aria-label={t('bulk.choose', { name: personName(line.conversation.person) })} />}
              <Row line={line} chosen={id === chosen} me={person.id} onChoose={onChoose} />
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
    <div className={`list-head of-talks ${selectable ? 'selectable' : ''}`} aria-hidden="true">
      <span className="who-cell">{t('talks.customer')}</span><span className="words-cell">{t('talks.last')}</span><span className="unit-cell">{t('board.unit')}</span><span className="state-cell">{t('filters.state')}</span>
      <span className="assignee-cell">{t('talks.person')}</span><span className="time-cell">{t('talks.time')}</span>
    </div>
  );
}

const Row = memo(function Row({ line, chosen, me, onChoose }: { line: ConversationLine; chosen: boolean; me: string; onChoose: (row: ConversationRow) => void }) {
  const unitName = useUnitName();
  const row = line.conversation;
  return (
    <button type="button" data-row data-conversation={row.id} className="talk-row" aria-current={chosen} onClick={() => onChoose(row)}>
      <span className="row who-cell"><span className="cut strong">{personName(row.person)}</span><Tier tier={row.person.tier} /><Channel channel={row.channel} /></span>
      <span className="row words-cell">
        {line.draft && <span className="accented">{t('desk.draft')}</span>}
        {line.snooze && <span className="tag" title={line.snooze.what ?? undefined}>{line.snooze.until ? shortTime(line.snooze.until) : t('snooze.preset.reply')}</span>}
        {line.mergedInto && <span className="tag">{t('merge.mark')}</span>}
        {line.tags.slice(0, 2).map((tag) => <TagChip key={tag} id={tag} />)}{line.tags.length > 2 && <span className="meta">+{line.tags.length - 2}</span>}
        <span className="cut">{lastWords(row, me)}</span>
      </span>
      <span className="cut meta unit-cell">{unitName(row.unit)}</span>
      <span className="meta state-cell">{row.state === 'queued' && row.waitingSince ? <span className="waits">{t('desk.waiting')} <Since instant={row.waitingSince} /></span> : tValue('conversation', row.state)} <StandardMark standard={row.standard} brief /></span>
      <span className="cut meta assignee-cell">{row.assignee?.name}</span>
      <span className="meta numeric time-cell">{shortTime(row.lastAt ?? row.openedAt)}</span>
    </button>
  );
});
