import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Input, Modal, Radio, Select, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { andon, type Pull, type PullSource, type Target, type TargetKind } from '../../api/andon.ts';
import { newId } from '../../api/identifiers.ts';
import { useUndo } from '../../app/undo.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText, Skeleton } from '../../parts/feedback.tsx';
import { kinds } from './words.ts';
import '../../styles/andon.css';

/** Seconds in which a pull can be taken back, if nobody has acknowledged it. */
const undoSeconds = 10;
const other = 'other';

/** One sentence, and it is pulled. What it is about is suggested from where one stands; the first suggestion is chosen already. */
export function PullCord({ source, close }: { source: PullSource; close: () => void }) {
  const { data, error } = useQuery({ queryKey: ['pull-suggestions', source], queryFn: () => andon.suggest(source), staleTime: 30_000 });
  const [chosen, setChosen] = useState<string>();
  const [own, setOwn] = useState<Target>({ kind: 'coupon', id: '', title: '' });
  const [harm, setHarm] = useState('');
  const [id] = useState(newId);
  const send = useSend(source);
  const options = (data ?? []).map((one) => ({ key: `${one.kind}/${one.id}`, one }));
  const picked = chosen ?? (data ? options[0]?.key ?? other : undefined);
  const target: Target | undefined = picked === other ? (own.id.trim() ? { ...own, id: own.id.trim() } : undefined) : options.find((one) => one.key === picked)?.one;
  const ready = !!target && harm.trim().length >= 3;
  const sentence = useRef<InputRef>(null);
  const pull = () => {
    if (!ready || !target) return;
    send(id, { kind: target.kind, id: target.id, title: target.title || undefined }, harm.trim());
    close();
  };
  return (
    <Modal open title={t('andon.pull')} okText={t('andon.pullNow')} okButtonProps={{ danger: true, disabled: !ready }} cancelText={t('action.cancel')} onCancel={close} onOk={pull} destroyOnHidden afterOpenChange={(open) => { if (open) sentence.current?.focus(); }}>
      <p className="meta">{t('andon.pullText')}</p>
      {error && <Alert type="error" role="alert" message={problemText(error)} />}
      <label className="pull-label" htmlFor="pull-harm">{t('andon.harm')}</label>
      <Input id="pull-harm" ref={sentence} autoFocus maxLength={500} value={harm} placeholder={t('andon.harmExample')} onChange={(event) => setHarm(event.target.value)} onPressEnter={(event) => { if (!event.nativeEvent.isComposing) pull(); }} />
      <fieldset className="pull-targets">
        <legend className="pull-label">{t('andon.target')}</legend>
        {!data && !error && <Skeleton rows={3} />}
        {(data || error) && (
          <Radio.Group value={picked ?? other} onChange={(event) => setChosen(event.target.value as string)}>
            {options.map(({ key, one }) => <Radio key={key} value={key}><span className="tag">{tValue('andon.kind', one.kind)}</span> {one.title} <span className="meta">{tValue('andon.why', one.why)}</span></Radio>)}
            <Radio value={other}>{t('andon.otherTarget')}</Radio>
          </Radio.Group>
        )}
        {(picked ?? (error ? other : undefined)) === other && <OtherTarget target={own} change={setOwn} />}
      </fieldset>
    </Modal>
  );
}

function OtherTarget({ target, change }: { target: Target; change: (target: Target) => void }) {
  return (
    <div className="pull-other">
      <Select<TargetKind> aria-label={t('andon.targetKind')} value={target.kind} onChange={(kind) => change({ ...target, kind })} options={kinds.map((value) => ({ value, label: tValue('andon.kind', value) }))} />
      <Input aria-label={t('andon.targetId')} placeholder={t('andon.targetId')} maxLength={60} value={target.id} onChange={(event) => change({ ...target, id: event.target.value })} />
      <Input aria-label={t('andon.targetTitle')} placeholder={t('andon.targetTitle')} maxLength={200} value={target.title ?? ''} onChange={(event) => change({ ...target, title: event.target.value })} />
    </div>
  );
}

/** Shows the pull at once, and offers to take it back for ten seconds; one that was refused is taken off again and says why. */
function useSend(source: PullSource) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const undo = useUndo();
  return (id: string, target: Target, harm: string) => {
    const key = ['pulls', 'of', source];
    const put = (change: (pulls: Pull[]) => Pull[]) => queries.setQueryData<{ items: Pull[] }>(key, (before) => ({ items: change(before?.items ?? []) }));
    const now = new Date().toISOString();
    put((pulls) => [{ id, target, state: 'pulled', harm, puller: { id: '', name: null }, mine: true, voices: 1, pulledAt: now, acknowledgeBy: now, decideBy: now, ...source } as Pull, ...pulls]);
    const sent = andon.pull(id, target, harm, source);
    const again = () => void queries.invalidateQueries({ queryKey: ['pulls'] });
    const end = undo(t('andon.pulled', { title: target.title || target.id }), () => sent.then((pull) => andon.withdraw(pull.id)).finally(again), undoSeconds);
    sent.then(again, (error: unknown) => { end(); put((pulls) => pulls.filter((pull) => pull.id !== id)); void message.error(problemText(error)); });
  };
}
