import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button } from 'antd';
import { useRef, useState } from 'react';
import { cases, type CaseBulkChange } from '../../api/cases.ts';
import type { Case, CaseBulkAnswer } from '../../api/types.ts';
import { useActions } from '../../app/actions.ts';
import { t, type Key } from '../../i18n/language.ts';
import { ChoiceDialog } from '../../parts/ChoiceDialog.tsx';
import { DeedDialog, type Deed, type DeedField } from './DeedDialog.tsx';

/** As many as one call takes. */
export const bulkLimit = 100;
type Given = Record<string, string>;
const deeds: [string, DeedField[], (given: Given) => CaseBulkChange][] = [
  ['status', [{ name: 'status' }], ({ status }) => ({ status })],
  ['assign', [{ name: 'staff', optional: true }], ({ staff }) => ({ staff: staff ?? '' })],
  ['priority', [{ name: 'priority' }], ({ priority }) => ({ priority })],
  ['tag', [{ name: 'tag' }], ({ tag }) => ({ addTags: tag ? [tag] : [] })],
  ['transfer', [{ name: 'unit' }, { name: 'reason', long: true }], ({ unit, reason }) => ({ transferTo: unit, reason })],
  ['close', [{ name: 'outcome', long: true }], ({ outcome }) => ({ outcome })],
];
const titleOf = (key: string) => `case.deed.${key}` as Key;

/** What can be done with the chosen cases at once; what could not be done is named, one by one. */
export function CaseBulk({ chosen, rows, clear }: { chosen: string[]; rows: Case[]; clear: () => void }) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const [asking, setAsking] = useState<string>();
  const [left, setLeft] = useState<CaseBulkAnswer['items']>([]);
  useActions(chosen.length === 0 ? [] : [
    ...deeds.map(([key]) => ({ key: `case-bulk-${key}`, title: titleOf(key), run: () => setAsking(key) })),
    { key: 'case-bulk', title: 'bulk.label', shortcut: 'b', run: () => setAsking('what') },
  ]);
  // By their numbers as they were when they were chosen: who closed one meanwhile has taken it from the list.
  const numbers = useRef(new Map<string, string>());
  const done = ({ items }: CaseBulkAnswer) => {
    const refused = items.filter((item) => !item.done);
    setLeft(refused);
    clear();
    void queries.invalidateQueries({ queryKey: ['cases'] });
    if (items.length > refused.length) void message.success(t('bulk.casesDone', { count: items.length - refused.length }));
  };
  if (chosen.length === 0 && left.length === 0) return null;
  const asked = deeds.find(([key]) => key === asking);
  const deed: Deed<CaseBulkAnswer> | undefined = asked && { key: asked[0], title: titleOf(asked[0]), action: titleOf(asked[0]), fields: asked[1], run: (clientId, given) => {
    numbers.current = new Map(rows.map((row) => [row.id, row.number]));
    return cases.bulk(clientId, chosen, asked[2](given));
  } };
  return (
    <div className="bulk" role="region" aria-label={t('bulk.label')}>
      {chosen.length > 0 && (
        <div className="row bulk-line">
          <span className="strong numeric">{t('bulk.chosen', { count: chosen.length })}</span>
          {deeds.map(([key]) => <Button key={key} size="small" onClick={() => setAsking(key)}>{t(titleOf(key))}</Button>)}
          <Button size="small" type="text" onClick={() => { clear(); setLeft([]); }}>{t('bulk.clear')} <kbd>Esc</kbd></Button>
        </div>
      )}
      {left.length > 0 && (
        <div className="bulk-left" role="alert">
          <div className="row between"><span>{t('bulk.left', { count: left.length })}</span><Button size="small" type="text" onClick={() => setLeft([])}>{t('action.dismiss')}</Button></div>
          <ul>{left.slice(0, 20).map((item) => <li key={item.case} className="meta">{numbers.current.get(item.case) ?? item.case} – {item.detail}</li>)}</ul>
        </div>
      )}
      {asking === 'what' && <ChoiceDialog title={t('bulk.label')} close={() => setAsking((now) => (now === 'what' ? undefined : now))} choices={deeds.map(([key]) => ({ key, label: t(titleOf(key)) }))} onChoose={(key) => setTimeout(() => setAsking(key), 0)} />}
      {deed && <DeedDialog key={deed.key} deed={deed} close={() => setAsking(undefined)} done={done} quiet />}
    </div>
  );
}
