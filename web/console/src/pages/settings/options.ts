import { useQuery } from '@tanstack/react-query';
import { merchants, teams } from '../../api/calls.ts';
import type { Role } from '../../api/types.ts';
import { languageName } from '../../i18n/format.ts';
import { tValue } from '../../i18n/language.ts';

type Options = { value: string; label: string }[];
const roles: Role[] = ['agent', 'supervisor', 'expert', 'adjudicator', 'rule-owner', 'legal', 'finance', 'business-owner', 'analyst', 'system-owner', 'merchant', 'carrier', 'executive', 'newcomer', 'administrator'];
const spoken = ['zh-CN', 'en', 'ja', 'ko', 'es', 'fr', 'de', 'pt', 'ru', 'ar', 'th', 'vi', 'id', 'ms', 'tr', 'it', 'nl', 'pl', 'hi'];
const kinds = ['marketplace', 'travel', 'food', 'tickets', 'logistics', 'digital', 'health', 'finance', 'mobility', 'other'];

export const useRoleOptions = (): Options => roles.map((role) => ({ value: role, label: tValue('role', role) }));
export const useCohortOptions = (): Options => ['own', 'vendor', 'gov', 'school', 'cloud'].map((cohort) => ({ value: cohort, label: tValue('cohort', cohort) }));
export const useGradeOptions = (): Options => ['trainee', 'standard', 'senior'].map((grade) => ({ value: grade, label: tValue('grade', grade) }));
export const useLanguageOptions = (): Options => spoken.map((tag) => ({ value: tag, label: languageName(tag) }));
export const usePageLanguageOptions = (): Options => [{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }];
export const useKindOptions = (): Options => kinds.map((kind) => ({ value: kind, label: tValue('unitKind', kind) }));
export const useTeamOptions = (): Options => {
  const { data } = useQuery({ queryKey: ['teams'], queryFn: () => teams.list() });
  return (data?.items ?? []).map((team) => ({ value: team.id, label: team.name }));
};
export const useMerchantOptions = (): Options => {
  const { data } = useQuery({ queryKey: ['merchants'], queryFn: () => merchants.list() });
  return (data?.items ?? []).map((merchant) => ({ value: merchant.id, label: merchant.name }));
};
