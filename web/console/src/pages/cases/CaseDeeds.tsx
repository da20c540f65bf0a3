import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Navigate } from 'react-router-dom';
import type { Case } from '../../api/types.ts';
import { useActions } from '../../app/actions.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { t, tValue, type Key } from '../../i18n/language.ts';
import { PullCord } from '../andon/PullCord.tsx';
import { ProposeRule } from '../rules/ProposeRule.tsx';
import { FieldsDialog, TagsDialog } from './CaseData.tsx';
import { DeedDialog } from './DeedDialog.tsx';
import { deedsOf, moreDeedsOf } from './deeds.ts';

/** One key for each that is done every day. */
const keys: Record<string, string> = { accept: 'a', promise: 'p', transfer: 't', ask: 'q', note: 'n', status: 's', assign: 'w', close: 'e', reopen: 'o', tags: 'l', fields: 'f', pull: 'h' };
const shownOnPhone = 2;
const primary: Record<string, boolean> = { accept: true, promise: true, reopen: true, part: true };
/** What is filled in rather than done. */
const data = ['tags', 'fields'];
/** What a case may teach. */
const learnt = ['rule', 'pull'];

/** Everything that can be done to a case: as buttons, by the command bar, and the daily things by one key. */
export function CaseDeeds({ one }: { one: Case }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<string>();
  const me = useMe();
  const deeds = deedsOf(one);
  const further = moreDeedsOf(one);
  // On a phone what comes next stays in reach, the rest behind one button: what was asked and promised must not leave the screen.
  const first = deeds.slice(0, innerWidth < 600 ? shownOnPhone : undefined);
  const open = one.category !== 'closed' && !one.mergedInto;
  const more = [...deeds.slice(first.length).map((each) => each.key), ...(open ? data : []), ...further.map((each) => each.key), ...learnt, ...(one.merchant && mayTalk(me) ? ['shop'] : [])];
  const deed = [...deeds, ...further].find((each) => each.key === asking);
  useActions([...first.map((each) => each.key), ...more].map((key) => ({ key: `case-${key}`, title: `case.deed.${key}` as Key, shortcut: keys[key], run: () => setAsking(key) })));
  const close = () => setAsking(undefined);
  const done = (after: Case) => {
    queries.setQueryData(['case', after.id], after);
    for (const queryKey of [['cases'], ['case', one.id], ['cases-of']]) void queries.invalidateQueries({ queryKey });
  };
  const named = (key: string) => <span className="row between" style={{ gap: 24 }}>{tValue('case.deed', key)}{keys[key] && <kbd>{keys[key]}</kbd>}</span>;
  return (
    <div className="case-deeds" role="toolbar" aria-label={t('case.deeds')}>
      {first.map((each) => <Button key={each.key} title={keys[each.key]} aria-keyshortcuts={keys[each.key]} type={primary[each.key] ? 'primary' : 'default'} ghost={primary[each.key]} onClick={() => setAsking(each.key)}>{t(each.title)}</Button>)}
      {more.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items: more.map((key) => ({ key, label: named(key), onClick: () => setAsking(key) })) }}>
          <Button>{t('case.more')} <DownOutlined /></Button>
        </Dropdown>
      )}
      {deed && <DeedDialog key={deed.key} deed={deed} close={close} done={done} />}
      {asking === 'fields' && <FieldsDialog one={one} close={close} done={done} />}
      {asking === 'pull' && <PullCord source={{ case: one.id }} close={close} />}
      {asking === 'rule' && <ProposeRule caseId={one.id} close={close} />}
      {asking === 'shop' && <Navigate to={`/shops?propose=1&shop=${encodeURIComponent(one.merchant!)}&case=${encodeURIComponent(one.number)}`} />}
      {asking === 'tags' && <TagsDialog one={one} close={close} done={done} />}
    </div>
  );
}
