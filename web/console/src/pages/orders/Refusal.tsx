import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { ApiProblem } from '../../api/problem.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

/** Why not, what is possible instead, and the row that says so. Whoever knows better goes against a rule within their authority, with a reason that stays. */
export function Refusal({ problem, against }: { problem: ApiProblem; against: (reason: string) => void }) {
  const { instead, rule } = problem.body;
  const [reason, setReason] = useState<string>();
  return (
    <Alert type="error" role="alert" message={problemText(problem)} description={(instead || rule) && (
      <div className="stack">
        {instead && <span>{instead}</span>}
        {rule && <span className="meta"><Link to={`/rules/policies/${rule.policy}`}>{t('act.rule', { version: rule.version, row: rule.row ?? '–' })}</Link>{rule.note && ` – ${rule.note}`}</span>}
        {rule && (reason === undefined
          ? <span><Button size="small" onClick={() => setReason('')}>{t('act.against')}</Button></span>
          : <span className="row"><Input size="small" autoFocus value={reason} maxLength={500} placeholder={t('act.againstWhy')} aria-label={t('act.againstWhy')} onChange={(event) => setReason(event.target.value)} /><Button size="small" disabled={!reason.trim()} onClick={() => against(reason.trim())}>{t('act.preview')}</Button></span>)}
      </div>
    )} />
  );
}
