import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useProof } from '../../app/proof.tsx';
import { remedies } from '../../api/remedies.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';
import { Table } from './Table.tsx';

/** What one person proposed and another decides; one's own only waits. */
export function Proposals() {
  const queries = useQueryClient();
  const prove = useProof();
  const { data, error, refetch } = useQuery({ queryKey: ['proposals'], queryFn: remedies.proposals, refetchInterval: 30_000 });
  const decide = useMutation({ mutationFn: ({ id, approve }: { id: string; approve: boolean }) => prove(() => remedies.decide(id, approve)), onSuccess: () => queries.invalidateQueries() });
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={t('finance.proposals')}>
      <h2>{t('finance.proposals')}</h2>
      {decide.error && <Problem error={decide.error} />}
      <Table label={t('finance.proposals')} heads={[['finance.at'], ['finance.what'], ['finance.target'], ['finance.reason'], ['finance.by'], ['finance.settle']]}>
        {data.items.map((one) => (
          <tr key={one.id}>
            <td className="numeric">{fullTime(one.proposedAt)}</td>
            <th scope="row">{tValue('proposal', one.kind)}</th>
            <td>{one.target}</td>
            <td>{String((one.terms as { reason?: string }).reason ?? '–')}</td>
            <td>{one.proposedBy}</td>
            <td className="row">{one.mine ? <span className="meta">{t('finance.waitsForSecond')}</span> : (
              <>
                <Button size="small" type="primary" loading={decide.isPending} onClick={() => decide.mutate({ id: one.id, approve: true })}>{t('finance.approve')}</Button>
                <Button size="small" loading={decide.isPending} onClick={() => decide.mutate({ id: one.id, approve: false })}>{t('finance.decline')}</Button>
              </>
            )}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
