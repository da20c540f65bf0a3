import { useQuery } from '@tanstack/react-query';
import { tags as tagCalls } from '../api/deskCalls.ts';
import type { Tag } from '../api/deskTypes.ts';

const none: Tag[] = [];
export function useTags(): Tag[] {
  const { data } = useQuery({ queryKey: ['tags'], queryFn: () => tagCalls.list(), staleTime: 60_000, retry: false });
  return data?.items ?? none;
}
/** A word put on a conversation, with its colour as a dot: the word says it, the colour only helps. */
export function TagChip({ id }: { id: string }) {
  const tag = useTags().find((one) => one.id === id);
  return <span className={`tag dot ${tag?.colour ?? 'grey'}`}>{tag?.name ?? id}</span>;
}
