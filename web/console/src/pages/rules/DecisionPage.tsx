import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { policies } from '../../api/policies.ts';
import { fullTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { OutcomeMark } from './marks.tsx';

/** One decision as it was made: facts in, row, answer out; and the proof that the same facts still give the same answer. */
export default function DecisionPage() {
  const { id = '' } = useParams();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['policy-decision', id], queryFn: () => policies.decision(id) });
  const replay = useMutation({ mutationFn: () => policies.replay(id) });
  return (
    <>
      {data && <nav className="meta"><Link to={`/rules/policies/${data.policy}`}>{t('rules.toPolicy')}</Link></nav>}
      <header className="page-head">
        <div className="grow"><h1>{t('rules.decision')}</h1>{data && <p className="meta">{fullTime(data.at)} · {data.subject}</p>}</div>
        {data && <Button loading={replay.isPending} onClick={() => replay.mutate()}>{t('rules.replay')}</Button>}
      </header>
      {isLoading && <Skeleton rows={8} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {replay.error && <Problem error={replay.error} />}
      {replay.data && <p role="status"><StateMark tone={replay.data.same ? 'good' : 'bad'}>{t(replay.data.same ? 'rules.replaySame' : 'rules.replayDiffers')}</StateMark></p>}
      {data && (
        <div className="two-columns rule-columns">
          <section><h2>{t('rules.factsThen')}</h2>{data.facts ? <pre className="rule-json" tabIndex={0}>{JSON.stringify(data.facts, null, 2)}</pre> : <p className="meta">{t('rules.factsErased')}</p>}</section>
          <section className="stack">
            <h2>{t('rules.answer')}</h2>
            <p><OutcomeMark outcome={data.outcome} /> {t('rules.rowOf', { number: data.version, row: data.row ?? '–' })}</p>
            {data.note && <p>{data.note}</p>}
            {data.disagreement && <p>{t('rules.overriddenWith', { words: data.disagreement })}</p>}
            {data.beside.length > 0 && <><h3>{t('rules.beside')}</h3>{data.beside.map((one) => <p key={`${one.lane} ${one.version}`}><OutcomeMark outcome={one.outcome} /> {t('rules.rowOf', { number: one.version, row: one.row ?? '–' })}</p>)}</>}
          </section>
        </div>
      )}
    </>
  );
}
