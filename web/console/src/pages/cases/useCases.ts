import { useQuery } from '@tanstack/react-query';
import { cases } from '../../api/cases.ts';
import { localName } from '../../app/names.ts';
import { tValue } from '../../i18n/language.ts';

const fresh = 5 * 60_000;
/** A case changes by the hands of others; a quiet look every so often keeps an open page honest. */
const refreshMilliseconds = 5_000;

export const useCase = (id: string | undefined) => useQuery({ queryKey: ['case', id], queryFn: () => cases.one(id!), enabled: !!id, refetchInterval: refreshMilliseconds });
export const useCasesOf = (name: 'conversation' | 'person' | 'order', id: string | null | undefined) =>
  useQuery({ queryKey: ['cases-of', name, id], queryFn: () => cases.list({ [name]: id, limit: 20 }), enabled: !!id, refetchInterval: refreshMilliseconds });
export const useCaseSettings = () => useQuery({ queryKey: ['case-settings'], queryFn: () => cases.settings(), staleTime: fresh });

/** The tenant's own words for statuses and kinds. */
export function useCaseWords() {
  const { data } = useCaseSettings();
  return {
    status: (code: string) => localName(data?.statuses.find((one) => one.code === code)?.name) || tValue('case.status', code),
    kind: (code: string) => localName(data?.kinds.find((one) => one.code === code)?.name) || code,
  };
}
