import { Button } from 'antd';
import type { Finding } from '../../api/policies.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

/** What the checker found, each with a case that shows it; one tap marks the rows. */
export function FindingList({ findings, show }: { findings: Finding[]; show: (rows: readonly number[]) => void }) {
  if (findings.length === 0) return <p><StateMark tone="good">{t('rules.noFindings')}</StateMark></p>;
  return (
    <ul className="rule-findings">{findings.map((one, index) => (
      <li key={index}>
        <div className="row">
          <StateMark tone={one.severity === 'error' ? 'bad' : one.severity === 'warning' ? 'risk' : 'none'}>{tValue('rules.severity', one.severity)}</StateMark>
          {one.rules.length > 0 && <Button size="small" type="link" onClick={() => show(one.rules)}>{t('rules.rows', { rows: one.rules.join(', ') })}</Button>}
        </div>
        <p className="wrap">{one.text}</p>
        {one.witness.length > 0 && (
          <dl className="rule-witness"><dt>{t('rules.witness')}</dt>{one.witness.map(({ name, value }) => <dd key={name}><code>{name}</code> = <code>{value}</code></dd>)}</dl>
        )}
      </li>
    ))}</ul>
  );
}
