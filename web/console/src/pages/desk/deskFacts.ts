import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { desk, lists } from '../../api/deskCalls.ts';
import type { DeskFacts } from '../../api/deskTypes.ts';
import type { Entry } from '../../api/types.ts';
import { hub } from '../../live/hub.ts';

const events = new Set(['tagged', 'snoozed', 'woken', 'merged', 'parted', 'macro-run']);
export const isDeskEvent = (entry: Pick<Entry, 'event'>): boolean => events.has(entry.event);

/** What stands beside a conversation; any page's change arrives as an entry and is read again. */
export function useDeskFacts(id: string): DeskFacts | undefined {
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ['desk', id], queryFn: () => desk.facts(id), staleTime: 30_000, retry: false });
  useEffect(() => hub.onEntry((entry) => { if (entry.conversation === id && isDeskEvent(entry)) void queries.invalidateQueries({ queryKey: ['desk', id] }); }), [id, queries]);
  return data;
}
/** An answer that came with the command is shown at once. */
export function takeFacts(queries: QueryClient, facts: DeskFacts): void {
  queries.setQueryData(['desk', facts.conversation], facts);
  void queries.invalidateQueries({ queryKey: ['put-away'] });
  void queries.invalidateQueries({ queryKey: ['lines'] });
}

const nothing: ReadonlySet<string> = new Set();
/** My conversations that are put away: they leave the list of what is at hand until they come back. */
export function usePutAway(): ReadonlySet<string> {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['put-away'],
    queryFn: async () => new Set((await lists.lines({ filter: { all: [{ field: 'snoozed', operator: 'is', value: true }, { field: 'assignee', operator: 'is', values: ['me'] }] }, limit: 200 })).items.map((line) => line.conversation.id)),
    staleTime: 60_000, retry: false,
  });
  useEffect(() => hub.onEntry((entry) => { if (entry.event === 'snoozed' || entry.event === 'woken') void queries.invalidateQueries({ queryKey: ['put-away'] }); }), [queries]);
  return data ?? nothing;
}
