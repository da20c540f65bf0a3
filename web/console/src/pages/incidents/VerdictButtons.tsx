import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Space } from 'antd';
import { incidents, type Incident, type Verdict } from '../../api/incidents.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

/** Was it real? Each answer goes into the ledger by which we are measured; the last one counts. */
export function VerdictButtons({ incident }: { incident: Pick<Incident, 'id' | 'verdict' | 'title'> }) {
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const may = mayJudge(useMe());
  const judge = useMutation({
    mutationFn: (verdict: Verdict) => incidents.judge(incident.id, verdict),
    onError: (error) => void message.error(problemText(error)),
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['incidents'] }), queries.invalidateQueries({ queryKey: ['incident', incident.id] })]),
  });
  const shown = judge.isPending ? judge.variables : incident.verdict ?? undefined;
  if (!may) return <span className="tag">{shown ? tValue('incident.verdict', shown) : t('incident.waits')}</span>;
  return (
    <Space.Compact role="group" aria-label={t('incident.isReal', { title: incident.title })}>
      {(['real', 'false'] as const).map((verdict) => <Button key={verdict} size="small" type={shown === verdict ? 'primary' : 'default'} aria-pressed={shown === verdict} onClick={() => judge.mutate(verdict)}>{tValue('incident.verdict', verdict)}</Button>)}
    </Space.Compact>
  );
}
