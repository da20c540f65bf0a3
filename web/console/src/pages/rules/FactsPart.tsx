import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { policies } from '../../api/policies.ts';
import { t } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';

/** What a table of this policy may look at: its columns are made of these. */
export function FactsPart({ policy }: { policy: string }) {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['policy-facts', policy], queryFn: () => policies.facts(policy), staleTime: Infinity });
  const [typed, setTyped] = useState('');
  const fitting = (data?.items ?? []).filter((fact) => `${fact.path} ${fact.meaning}`.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <div className="stack">
      <Input className="finance-filter" allowClear placeholder={t('rules.findFact')} aria-label={t('rules.findFact')} value={typed} onChange={(event) => setTyped(event.target.value)} />
      {isLoading && <Skeleton rows={5} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      <dl className="rule-facts">{fitting.map((fact) => <div key={fact.path}><dt><code>{fact.path}</code> <span className="meta">{fact.type}</span></dt><dd>{fact.meaning}</dd></div>)}</dl>
    </div>
  );
}
