import { EyeOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { consumers } from '../api/calls.ts';
import { asProblem } from '../api/problem.ts';
import type { Consumer } from '../api/types.ts';
import { mayReveal, useMe } from '../app/session.tsx';
import { t, tValue } from '../i18n/language.ts';
import { problemText } from './feedback.tsx';
import '../styles/account.css';

const reasons = ['call-back', 'delivery', 'identity-check', 'refund', 'safety', 'legal'];

/** A masked field and the small eye beside it: one field, one reason, counted and written down. Shown until the page is left. */
export function Identity({ person, identity, conversation, left }: { person: string; identity: Consumer['identities'][number]; conversation?: string; left?: number | null }) {
  const me = useMe();
  const [value, setValue] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const show = async (reason: string) => {
    try { setValue((await consumers.reveal(person, identity.field, reason, conversation)).value); setProblem(undefined); } catch (error) { setProblem(problemText(asProblem(error))); }
  };
  const label = tValue('identity', identity.kind);
  const shown = readable(value ?? identity.value);
  return (
    <div className="meta numeric reveal">
      <span>{label} {shown}</span>
      {identity.masked && !value && mayReveal(me) && (
        <Dropdown trigger={['click']} menu={{ items: [{ key: 'why', type: 'group', label: t('reveal.why', { count: left ?? 0 }), children: reasons.map((reason) => ({ key: reason, label: tValue('reveal.reason', reason), onClick: () => void show(reason) })) }] }}>
          <Button type="text" size="small" icon={<EyeOutlined />} aria-label={t('reveal.show', { field: label })} />
        </Dropdown>
      )}
      {value && <span className="visually-hidden" role="status">{t('reveal.shown')}</span>}
      {problem && <span role="alert">{problem}</span>}
    </div>
  );
}

/** An address comes as its parts; masked it is only their beginning, which tells nobody anything. */
function readable(value: string): string {
  if (!value.startsWith('{')) return value;
  try { return Object.values(JSON.parse(value) as Record<string, unknown>).filter((part) => typeof part === 'string' && part).join(', '); } catch { return '***'; }
}
