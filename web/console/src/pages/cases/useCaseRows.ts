import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cases } from '../../api/cases.ts';
import type { Case, Page } from '../../api/types.ts';
import { caseFilterNames } from './CaseFilters.tsx';

const pageSize = 50;
const refreshMilliseconds = 15_000;

/** While `held` nothing changes its place under the hand that chooses. */
export function useCaseRows(parameters: URLSearchParams, held: { readonly current: boolean }) {
  const query = useMemo(() => Object.fromEntries(caseFilterNames.map((name) => [name, parameters.get(name) ?? undefined])), [parameters]);
  return useInfiniteQuery<Page<Case>>({
    queryKey: ['cases', query],
    queryFn: ({ pageParam, signal }) => cases.list({ ...query, open: query.state === 'all' ? undefined : query.state !== 'closed', state: undefined, after: pageParam as string | undefined, limit: pageSize }, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: (running) => (!held.current && (running.state.data?.pages.length ?? 0) <= 1 ? refreshMilliseconds : false),
  });
}
export type CasesQuery = ReturnType<typeof useCaseRows>;
