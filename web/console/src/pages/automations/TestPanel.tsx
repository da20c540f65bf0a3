import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { automations as calls } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { Automation, AutomationTest } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { count, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';

const spans = [1, 7, 14, 30, 90];

/** What it would have done: tried on what has happened, before anybody meets it. */
export function TestPanel({ automation, tested }: { automation: Automation; tested: () => void }) {
  const [days, setDays] = useState(14);
  const [result, setResult] = useState<AutomationTest>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try { setResult(await calls.test(automation.id, days)); setProblem(undefined); tested(); } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <section aria-labelledby="automation-test">
      <h2 id="automation-test">{t('automations.test')}</h2>
      <div className="row flow">
        <Select aria-label={t('automations.testSpan')} value={days} onChange={setDays} options={spans.map((span) => ({ value: span, label: t('automations.lastDays', { days: span }) }))} />
        <Button type={automation.tested ? 'default' : 'primary'} loading={busy} onClick={() => void run()}>{t('automations.tryIt')}</Button>
        {!result && <span className="meta">{t(automation.tested ? 'automations.wasTested' : 'automations.testFirst')}</span>}
      </div>
      {problem && <Problem error={problem} retry={() => void run()} />}
      {result && <Result result={result} />}
    </section>
  );
}

function Result({ result }: { result: AutomationTest }) {
  const unitName = useUnitName();
  return (
    <div className="stack" role="status">
      <p><strong className="numeric">{t('automations.found', { conversations: count(result.conversations), times: count(result.times), examined: count(result.examined) })}</strong>{result.truncated && <span className="meta"> {t('automations.truncated')}</span>}</p>
      {result.chains.map((chain) => <p key={chain} className="problem" role="alert">{t('automations.chain', { chain })}</p>)}
      <ul className="stack divided">
        {result.samples.map((sample) => (
          <li key={sample.conversation}>
            <div className="row between"><Link to={`/conversations?conversation=${sample.conversation}`}>{sample.personName || t('person.visitor')}</Link><span className="meta">{unitName(sample.unit)} · {shortTime(sample.at)}</span></div>
            <div className="meta cut">{sample.because.filter((one) => one.holds).map((one) => `${tValue('automations.field', one.field)}: ${one.found ?? '–'}`).join(' · ')}</div>
          </li>
        ))}
      </ul>
    </div>
  );
}
