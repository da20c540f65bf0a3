import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { voices } from '../../api/voices.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { sliceQuery, writeSlice, type SliceState, type Window } from './slice.ts';
import { VoiceLine } from './VoiceLine.tsx';

const pageSize = 30;

/** The voices of a slice, newest first. What is read stays under the eye: newer ones come when they are asked for. */
export function VoiceList({ state, window, total }: { state: SliceState; window: Window; total: number | undefined }) {
  const slice = writeSlice(state).toString();
  const [held, setHeld] = useState({ slice, window, total });
  useEffect(() => { if (held.slice !== slice) setHeld({ slice, window, total }); }, [held.slice, slice, window, total]);
  useEffect(() => { if (held.total === undefined && total !== undefined) setHeld((before) => ({ ...before, total })); }, [held.total, total]);
  const query = sliceQuery(state, held.slice === slice ? held.window : window);
  const list = useInfiniteQuery({
    queryKey: ['voices', 'list', query],
    queryFn: ({ pageParam, signal }) => voices.list({ ...query, after: pageParam, limit: pageSize }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity,
  });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const newer = held.total !== undefined && total !== undefined && state.span !== 'own' && held.window.until !== window.until ? total - held.total : 0;
  return (
    <section aria-labelledby="voice-list">
      <div className="row between voice-list-head"><h2 id="voice-list">{t('voice.originals')}</h2>
        <span role="status">{newer !== 0 && <Button size="small" onClick={() => setHeld({ slice, window, total })}>{newer > 0 ? t('voice.newer', { count: count(newer) }) : t('voice.refresh')}</Button>}</span></div>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={12} widths={[96, 82, 40]} />}
      {list.data && items.length === 0 && <Empty title={t('voice.none')}>{t('voice.noneText')}</Empty>}
      {items.length > 0 && <ul className="voice-list">{items.map((voice) => <VoiceLine key={voice.id} voice={voice} word={state.filters.word} />)}</ul>}
      {list.hasNextPage && <p className="report-more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('report.more')}</Button></p>}
    </section>
  );
}
