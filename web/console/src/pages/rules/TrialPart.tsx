import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { policies, type PolicyWords, type Trial, type Version } from '../../api/policies.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { OutcomeMark } from './marks.tsx';

/** Asks the table as it stands here, saved or not; nothing is decided by it. */
export function TrialPart({ version, dmn, words }: { version: Version; dmn: string; words: PolicyWords }) {
  const [facts, setFacts] = useState<string>();
  const example = useExample(version.policy);
  const [verdict, setVerdict] = useState<Trial>();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    setRefusal(undefined);
    try { setVerdict(await policies.trial(version.policy, dmn, words, JSON.parse(facts ?? example))); } catch (error) { setVerdict(undefined); setRefusal(error instanceof SyntaxError ? t('rules.noJson', { reason: error.message }) : problemText(error)); } finally { setBusy(false); }
  };
  return (
    <div className="stack">
      <label className="stack"><span className="meta">{t('rules.trialFacts')}</span><Input.TextArea className="rule-json" rows={12} value={facts ?? example} onChange={(event) => setFacts(event.target.value)} spellCheck={false} /></label>
      <p className="row"><Button loading={busy} onClick={() => void ask()}>{t('rules.ask')}</Button></p>
      {refusal && <p className="problem" role="alert">{refusal}</p>}
      {verdict && (
        <div role="status" className="stack">
          <p className="row"><OutcomeMark outcome={verdict.outcome} /> {t('rules.row')} {verdict.rule.row ?? '–'} {verdict.rule.note && <span className="meta">{verdict.rule.note}</span>}</p>
          <p>{verdict.sentence}</p>
          {verdict.instead && <p>{verdict.instead}</p>}
          {verdict.problems.map((one) => <p key={one} className="problem">{one}</p>)}
        </div>
      )}
    </div>
  );
}

/** Facts to begin with: those of the newest decision, else every fact of the list as not known. */
function useExample(policy: string): string {
  const newest = useQuery({
    queryKey: ['policy-example', policy],
    queryFn: async () => {
      const { items } = await policies.decisions({ policy, limit: 1 });
      const facts = items[0] ? (await policies.decision(items[0].id)).facts : undefined;
      return facts ?? blank((await policies.facts(policy)).items.map((fact) => fact.path));
    },
    staleTime: Infinity,
  });
  return JSON.stringify(newest.data ?? {}, null, 2);
}

function blank(paths: string[]): unknown {
  const whole: Record<string, unknown> = {};
  for (const path of paths.filter((one) => !one.includes('[]'))) {
    const names = path.split('.');
    let place = whole;
    for (const name of names.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>;
    place[names.at(-1)!] ??= null;
  }
  return whole;
}
