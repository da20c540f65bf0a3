import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { board } from '../../api/calls.ts';
import { lists } from '../../api/deskCalls.ts';
import type { ConversationLine } from '../../api/deskTypes.ts';
import type { Page } from '../../api/types.ts';
import { filterNames, readFilter } from './filters.ts';

const pageSize = 50;
/** The list is not live; a quiet look every so often keeps it honest while only its first page is open. */
const refreshMilliseconds = 15_000;

/** The rows of the list that the address asks for, a page at a time. While `held` nothing changes its place under the hand that chooses. */
export function useRows(parameters: URLSearchParams, held: { readonly current: boolean }) {
  const filter = useMemo(() => readFilter(parameters), [parameters]);
  const figure = useMemo(() => (parameters.get('figure') ? Object.fromEntries(filterNames.map((name) => [name, parameters.get(name) ?? undefined])) : undefined), [parameters]);
  const view = parameters.get('view') ?? undefined;
  return useInfiniteQuery<Page<ConversationLine>>({
    queryKey: ['lines', view, filter, figure],
    queryFn: async ({ pageParam, signal }) => {
      const page = { after: pageParam as string | undefined, limit: pageSize };
      if (!figure) return lists.lines({ filter, view, ...page }, signal);
      const rows = await board.conversations({ ...figure, ...page });
      return { ...rows, items: rows.items.map((conversation) => ({ conversation, tags: [], draft: false })) };
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: (running) => (!held.current && (running.state.data?.pages.length ?? 0) <= 1 ? refreshMilliseconds : false),
  });
}
export type RowsQuery = ReturnType<typeof useRows>;
