import { Button } from 'antd';
import { useState } from 'react';
import { actions, type ActionState, type ServiceAction } from '../../api/actions.ts';
import { useStaffName } from '../../app/names.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';

const tones: Record<ActionState, 'good' | 'risk' | 'bad' | 'none'> = {
  done: 'good', 'waiting-approval': 'risk', unknown: 'risk', refused: 'bad', declined: 'bad', collecting: 'none', executing: 'none',
};

/** One action: what, where it stands, the money in words; and the second person's yes or no where one waits for it. */
export function ActionLine({ action, changed }: { action: ServiceAction; changed: () => void }) {
  const me = useMe();
  const nameOf = useStaffName();
  const waits = action.state === 'waiting-approval' && mayTalk(me) && action.by.id !== me.person.id;
  return (
    <li className="action-line">
      <div className="row between"><span className="strong cut">{action.title}</span><StateMark tone={tones[action.state]}>{action.stateText}</StateMark></div>
      {action.money.map((line, index) => <p key={index}>{line.words}</p>)}
      {action.detail && <p className="meta">{action.detail}</p>}
      <p className="meta">{[action.by.kind === 'staff' ? nameOf(action.by.id) ?? '' : t(action.by.kind === 'consumer' ? 'party.consumer' : 'act.program'), shortTime(action.acceptedAt), action.reason,
        action.approval && t('act.second', { name: nameOf(action.approval.id) ?? '' })].filter(Boolean).join(' · ')}</p>
      {waits && <Decision action={action} changed={changed} />}
    </li>
  );
}

function Decision({ action, changed }: { action: ServiceAction; changed: () => void }) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const decide = async (approve: boolean) => {
    setBusy(true);
    await act(() => actions.decide(action.id, approve, approve ? undefined : t('act.declined')), t(approve ? 'act.approved' : 'act.declined'));
    setBusy(false);
    changed();
  };
  return (
    <div className="row" style={{ marginTop: 4 }}>
      <Button size="small" type="primary" loading={busy} onClick={() => void decide(true)}>{t('act.approve')}</Button>
      <Button size="small" disabled={busy} onClick={() => void decide(false)}>{t('act.decline')}</Button>
    </div>
  );
}
