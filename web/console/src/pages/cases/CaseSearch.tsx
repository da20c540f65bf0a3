import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { cases } from '../../api/cases.ts';
import type { Case } from '../../api/types.ts';
import { t } from '../../i18n/language.ts';
import { personName } from '../../parts/person.tsx';
import { useCaseWords } from './useCases.ts';

interface Properties { of: Case; samePerson: boolean; autoFocus?: boolean; id?: string; value?: string | string[]; onChange?: (value: string) => void }
const settleMilliseconds = 250;

/** Finds another case by number or words. Without words, the same customer's come first, which is nearly always the one. */
export function CaseSearch({ of, samePerson, autoFocus, id, value, onChange }: Properties) {
  const words = useCaseWords();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => { const timer = setTimeout(() => setAsked(typed.trim()), settleMilliseconds); return () => clearTimeout(timer); }, [typed]);
  const person = samePerson || !asked ? of.person?.id : undefined;
  const { data, isFetching } = useQuery({
    queryKey: ['case-search', asked, person, samePerson],
    queryFn: ({ signal }) => cases.list({ q: asked || undefined, person, open: samePerson || undefined, limit: 20 }, signal),
    placeholderData: (before) => before,
  });
  const found = (data?.items ?? []).filter((one) => one.id !== of.id && !one.mergedInto);
  return (
    <Select id={id} autoFocus={autoFocus} value={value as string | undefined} onChange={onChange} showSearch filterOption={false} onSearch={setTyped} loading={isFetching} placeholder={t('case.search')} notFoundContent={isFetching ? null : t('case.searchNothing')}
      options={found.map((one) => ({ value: one.id, label: [one.number, one.subject, words.status(one.status), samePerson || !one.person ? '' : personName(one.person)].filter(Boolean).join(' · ') }))} />
  );
}
