import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { policies, type Version } from '../../api/policies.ts';
import { count, fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { useAct } from '../../parts/useAct.ts';
import { amount } from '../finance/amounts.ts';
import { StateMark } from '../../parts/state.tsx';

/** What the table would have decided in the past: customers first, money last. */
export function BacktestPart({ version, blocked, done }: { version: Version; blocked: boolean; done: (version: Version) => void }) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await act(async () => { await policies.backtest(version.id!); done(await policies.version(version.id!)); }, t('rules.backtestDone'));
    setBusy(false);
  };
  const report = version.backtest;
  return (
    <div className="stack">
      <p className="row"><Button loading={busy} disabled={blocked} onClick={() => void run()}>{t('rules.runBacktest')}</Button>{blocked && <span className="meta">{t('rules.mendFirst')}</span>}</p>
      {!report && <p className="meta">{t('rules.noBacktest')}</p>}
      {report && (
        <>
          <p className="meta">{report.from && report.until ? t('rules.backtestOf', { count: count(report.decisions), from: fullTime(report.from), until: fullTime(report.until) }) : t('rules.backtestEmpty')}</p>
          <dl className="rule-figures">
            <Figure name={t('rules.better')} value={count(report.better)} tone="good" />
            <Figure name={t('rules.worse')} value={count(report.worse)} tone={report.worse > 0 ? 'bad' : 'good'} />
            {report.broken > 0 && <Figure name={t('rules.broken')} value={count(report.broken)} tone="bad" />}
            <Figure name={t('rules.same')} value={count(report.same)} />
            <Figure name={t('rules.addedSteps')} value={count(report.addedSteps)} />
            <Figure name={t('rules.addedQuestions')} value={count(report.addedQuestions)} />
            <Figure name={t('rules.addedDays')} value={count(Math.round(report.addedDays))} />
            {report.money.map((one) => <Figure key={one.currency} name={t('rules.money', { currency: one.currency })} value={`+${amount(one.more, one.currency)} / −${amount(one.less, one.currency)}`} />)}
          </dl>
          {report.witnesses.length > 0 && <><h3>{t('rules.examples')}</h3><ul className="rule-findings">{report.witnesses.map((one) => (
            <li key={one.decision} className="row"><StateMark tone={one.change === 'worse' ? 'bad' : one.change === 'better' ? 'good' : 'none'}>{tValue('rules.outcome', one.before.outcome)} → {tValue('rules.outcome', one.after.outcome)}</StateMark><Link to={`/rules/decisions/${encodeURIComponent(one.decision)}`}>{t('rules.rowChange', { before: one.before.row ?? '–', after: one.after.row ?? '–' })}</Link></li>
          ))}</ul></>}
        </>
      )}
    </div>
  );
}

function Figure({ name, value, tone }: { name: string; value: string; tone?: 'good' | 'bad' }) {
  return <div><dt className="meta">{name}</dt><dd className={`strong ${tone ?? ''}`}>{value}</dd></div>;
}
