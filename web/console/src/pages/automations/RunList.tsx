import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { automations as calls } from '../../api/calls.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { useSteps } from './Automations.tsx';

/** What it did, newest first; a step that had become impossible says why. */
export function RunList({ automation }: { automation: string }) {
  const say = useSteps();
  const { data } = useQuery({ queryKey: ['automations', automation, 'runs'], queryFn: () => calls.runs(automation), refetchInterval: 10_000 });
  return (
    <section aria-labelledby="automation-runs">
      <h2 id="automation-runs">{t('automations.runs')}</h2>
      {data?.items.length === 0 && <p className="meta">{t('automations.noRuns')}</p>}
      <ul className="stack divided">
        {data?.items.map((run) => (
          <li key={`${run.conversation}:${run.sequence}`}>
            <div className="row between"><Link to={`/conversations?conversation=${run.conversation}`}>{t('thread.label')}</Link><span className="meta">{shortTime(run.at)}</span></div>
            <div className="meta">{run.steps.map((step) => (step.refused ? `${say(step)} (${tValue('problem.code', step.refused)})` : say(step))).join(' · ')}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
