import { useQuery, useQueryClient } from '@tanstack/react-query';
import { desk } from '../api/deskCalls.ts';
import type { DeskSettings } from '../api/deskTypes.ts';
import { mayTalk, useMe } from './session.tsx';

const standard: DeskSettings = { notifications: false, sound: true, holdSeconds: 0 };
/** How this person's desk behaves, on every device of theirs. */
export function useDeskSettings(): DeskSettings {
  const mine = mayTalk(useMe());
  const { data } = useQuery({ enabled: mine, queryKey: ['desk-settings'], queryFn: () => desk.settings(), staleTime: 5 * 60_000, retry: false });
  return data ?? standard;
}
export function useSaveDeskSettings(): (part: Partial<DeskSettings>) => Promise<void> {
  const queries = useQueryClient();
  return async (part) => { queries.setQueryData(['desk-settings'], await desk.saveSettings(part)); };
}
