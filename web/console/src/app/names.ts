import { useQuery } from '@tanstack/react-query';
import { staff, units } from '../api/calls.ts';
import type { LocalizedName, Staff, Unit } from '../api/types.ts';
import { currentLanguage } from '../i18n/language.ts';

export function localName(name: LocalizedName | string | undefined | null): string {
  if (!name) return '';
  if (typeof name === 'string') return name;
  return name[currentLanguage()] ?? name['zh-CN'] ?? name.en ?? '';
}
const fresh = 5 * 60_000;

export function useUnits(): Unit[] {
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => units.list(), staleTime: fresh, retry: false });
  return data?.items ?? [];
}
/** The units to choose from. */
export const useUnitOptions = (): { value: string; label: string }[] => useUnits().map((unit) => ({ value: unit.code, label: localName(unit.name) || unit.code }));
/** The name of a unit by its code or id; the code itself while the names are not known. */
export function useUnitName(): (code: string | null | undefined) => string {
  const all = useUnits();
  return (code) => {
    if (!code) return '';
    const unit = all.find((one) => one.code === code || one.id === code);
    return unit ? localName(unit.name) || code : code;
  };
}

const noStaff: Staff[] = [];
export function useStaff(): Staff[] {
  const { data } = useQuery({ queryKey: ['staff'], queryFn: () => staff.list(), staleTime: fresh, retry: false });
  return data?.items ?? noStaff;
}
/** The name of a colleague by id; nothing while it is not known or not ours to know. */
export function useStaffName(): (id: string | null | undefined) => string | undefined {
  const all = useStaff();
  return (id) => (id ? all.find((one) => one.id === id)?.name : undefined);
}
