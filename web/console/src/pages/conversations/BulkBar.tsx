import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button } from 'antd';
import { useRef, useState } from 'react';
import { desk, lists } from '../../api/deskCalls.ts';
import type { BatchAnswer, BatchDeed, ConversationLine } from '../../api/deskTypes.ts';
import { newId } from '../../api/identifiers.ts';
import { useActions, type Action } from '../../app/actions.ts';
import { localName, useStaff, useUnits } from '../../app/names.ts';
import { mayAssign, useMe } from '../../app/session.tsx';
import { useUndo } from '../../app/undo.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { ChoiceDialog, type Choice } from '../../parts/ChoiceDialog.tsx';
import { problemText } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';
import { useTags } from '../../parts/TagChip.tsx';

type Deed = 'tag' | 'untag' | 'assign' | 'transfer' | 'snooze' | 'close';
/** The way back, where there is one. */
const backward: Partial<Record<BatchDeed, BatchDeed>> = { tag: 'untag', untag: 'tag', snooze: 'wake', close: 'reopen' };

/** What can be done with the chosen conversations at once; what could not be done is named, one by one. */
export function BulkBar({ chosen, rows, clear }: { chosen: string[]; rows: ConversationLine[]; clear: () => void }) {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const undo = useUndo();
  const [asking, setAsking] = useState<Deed | 'what'>();
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState<BatchAnswer['items']>([]);
  const deeds: Deed[] = ['tag', 'untag', ...(mayAssign(me) ? ['assign' as const] : []), 'transfer', 'snooze', 'close'];
  const offered: Action[] = chosen.length === 0 ? [] : [
    ...deeds.map((deed): Action => ({ key: `bulk-${deed}`, title: `bulk.${deed}`, run: () => start(deed) })),
    { key: 'bulk', title: 'shortcuts.bulk', shortcut: 'b', run: () => setAsking('what') },
  ];
  useActions(offered);

  const send = (deed: BatchDeed, ids: string[], value?: string) =>
    lists.batch({ clientId: newId(), do: deed, conversations: ids, ...(deed === 'snooze' ? { until: value } : { value }) });
  // By the names as they were when they were chosen: one that was closed meanwhile may have left the list.
  const names = useRef(new Map<string, string>());
  const run = async (deed: Deed, value?: string) => {
    setBusy(true);
    names.current = new Map(rows.map((row) => [row.conversation.id, personName(row.conversation.person)]));
    try {
      const answer = await send(deed, chosen, value);
      const done = answer.items.filter((item) => !item.refusal);
      setLeft(answer.items.filter((item) => item.refusal));
      refresh();
      if (answer.refused === 0) clear();
      if (done.length > 0) offerBack(deed, value, done);
    } catch (error) { void message.error(problemText(error)); } finally { setBusy(false); }
  };
  const refresh = () => { for (const queryKey of [['lines'], ['view-counts'], ['put-away']]) void queries.invalidateQueries({ queryKey }); };
  const offerBack = (deed: Deed, value: string | undefined, done: BatchAnswer['items']) => {
    const text = t('bulk.done', { count: done.length });
    const back = backward[deed];
    if (back) { undo(text, () => send(back, done.map((item) => item.conversation), back === 'untag' || back === 'tag' ? value : undefined).then(refresh)); return; }
    if (deed === 'assign') { undo(text, () => giveBack(done).then(refresh)); return; }
    void message.success(text);
  };
  /** To whom each was with before, or into the queue. */
  const giveBack = async (done: BatchAnswer['items']) => {
    const owners = new Map<string, string[]>();
    for (const item of done) owners.set(item.before?.id ?? '', [...(owners.get(item.before?.id ?? '') ?? []), item.conversation]);
    for (const [owner, ids] of owners) await (owner ? send('assign', ids, owner) : send('take-back', ids));
  };
  const start = (deed: Deed) => (deed === 'close' ? void run('close') : setAsking(deed));
  if (chosen.length === 0 && left.length === 0) return null;
  return (
    <div className="bulk" role="region" aria-label={t('bulk.label')}>
      {chosen.length > 0 && (
        <div className="row bulk-line">
          <span className="strong numeric">{t('bulk.chosen', { count: chosen.length })}</span>
          {deeds.map((deed) => <Button key={deed} size="small" disabled={busy} onClick={() => start(deed)}>{t(`bulk.${deed}`)}</Button>)}
          <Button size="small" type="text" onClick={() => { clear(); setLeft([]); }}>{t('bulk.clear')} <kbd>Esc</kbd></Button>
        </div>
      )}
      {left.length > 0 && (
        <div className="bulk-left" role="alert">
          <div className="row between"><span>{t('bulk.left', { count: left.length })}</span><Button size="small" type="text" onClick={() => setLeft([])}>{t('action.dismiss')}</Button></div>
          <ul>{left.slice(0, 20).map((item) => <li key={item.conversation} className="meta">{names.current.get(item.conversation) ?? item.conversation} – {item.refusal}</li>)}</ul>
        </div>
      )}
      {asking === 'what' && <ChoiceDialog title={t('bulk.label')} close={() => setAsking(undefined)} choices={deeds.map((deed) => ({ key: deed, label: t(`bulk.${deed}`) }))} onChoose={(deed) => setTimeout(() => start(deed as Deed), 0)} />}
      {asking && asking !== 'what' && <Which deed={asking} close={() => setAsking(undefined)} onChoose={(value) => void run(asking, value)} />}
    </div>
  );
}

function Which({ deed, close, onChoose }: { deed: Deed; close: () => void; onChoose: (value: string) => void }) {
  const tags = useTags();
  const units = useUnits();
  const staff = useStaff();
  const { data: presets } = useQuery({ queryKey: ['snooze-presets'], queryFn: () => desk.presets(), staleTime: 60_000, enabled: deed === 'snooze', retry: false });
  const choices: Choice[] = deed === 'tag' || deed === 'untag' ? tags.filter((tag) => !tag.archived || deed === 'untag').map((tag) => ({ key: tag.id, label: tag.name, mark: <span className={`tag dot ${tag.colour}`} aria-hidden="true" /> }))
    : deed === 'transfer' ? units.map((unit) => ({ key: unit.code, label: localName(unit.name) || unit.code }))
    : deed === 'assign' ? staff.filter((person) => person.active !== false).map((person) => ({ key: person.id, label: person.name, note: person.units.join(' · ') }))
    : (presets?.items ?? []).map((preset) => ({ key: preset.at, label: tValue('snooze.preset', preset.key), note: shortTime(preset.at) }));
  return <ChoiceDialog title={t(`bulk.${deed}`)} choices={choices} close={close} onChoose={onChoose} />;
}
