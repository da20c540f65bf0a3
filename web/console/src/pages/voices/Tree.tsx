import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { asProblem } from '../../api/problem.ts';
import { voices, type TreeReason, type TreeStage } from '../../api/voices.ts';
import { localName } from '../../app/names.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { count, fullTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { AddToTree, MergeReason } from './TreeDialogs.tsx';
import { sliceAddress } from './slice.ts';
import { applied, withEdit, type TreeEdit } from './treeEdit.ts';

type Does = (edit: TreeEdit) => void;

/** What voices can be about: stages of a customer's way, and reasons in them. Nothing is removed, so that figures of yesterday keep their names. */
export default function Tree() {
  const may = mayJudge(useMe());
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['reason-tree'], queryFn: voices.tree, staleTime: 60_000 });
  const [edits, setEdits] = useState<TreeEdit[]>([]);
  const [adding, setAdding] = useState<string>();
  const [merging, setMerging] = useState<string>();
  const [stale, setStale] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const draft = data && applied(data, edits);
  const does: Does = (edit) => setEdits((before) => withEdit(before, edit));
  const save = async () => {
    if (!data || !draft) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      queries.setQueryData(['reason-tree'], await voices.saveTree(data.version, draft.stages));
      setEdits([]);
      setStale(false);
    } catch (caught) {
      const problem = asProblem(caught);
      // Somebody else was first: their tree is taken, and one's own deeds stand on it, to be looked at and saved again.
      if (problem.status === 409) { setStale(true); await refetch(); } else setRefusal([problemText(caught), ...(problem.body.errors ?? []).map((one) => [one.pointer, one.detail].filter(Boolean).join(' – '))].join(' '));
    } finally { setBusy(false); }
  };
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('voices.tree')}</h1><p className="meta">{t('tree.intro')}{data?.at && ` ${t('tree.saved', { version: data.version, at: fullTime(data.at) })}`}</p></div>
        {may && <Button icon={<PlusOutlined />} onClick={() => setAdding('')}>{t('tree.addStage')}</Button>}
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={14} />}
      {stale && <Alert type="warning" role="alert" closable onClose={() => setStale(false)} message={t('tree.stale')} description={draft && draft.lost.length > 0 ? t('tree.lost', { count: draft.lost.length }) : t('tree.staleText')} className="tree-note" />}
      {refusal && <Alert type="error" role="alert" message={refusal} className="tree-note" />}
      {draft?.stages.map((stage) => <Stage key={stage.code} stage={stage} does={may ? does : undefined} add={() => setAdding(stage.code)} merge={setMerging} />)}
      {edits.length > 0 && (
        <div className="tree-save row" role="region" aria-label={t('tree.changes')}>
          <span className="grow">{t('tree.changed', { count: edits.length })}</span>
          <Button onClick={() => { setEdits([]); setStale(false); setRefusal(undefined); }}>{t('tree.discard')}</Button>
          <Button onClick={() => setEdits((before) => before.slice(0, -1))}>{t('action.undo')}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>{t('action.save')}</Button>
        </div>
      )}
      {adding !== undefined && <AddToTree stage={adding} does={does} close={() => setAdding(undefined)} taken={new Set(draft?.stages.flatMap((stage) => [stage.code, ...stage.reasons.map((reason) => reason.code)]))} />}
      {merging && <MergeReason code={merging} does={does} close={() => setMerging(undefined)} />}
    </>
  );
}

function Stage({ stage, does, add, merge }: { stage: TreeStage; does: Does | undefined; add: () => void; merge: (code: string) => void }) {
  return (
    <section className="tree-stage" aria-label={localName(stage.title) || stage.code}>
      <div className="tree-row tree-stage-head">
        <Titles of={stage} does={does} strong />
        <span className="meta tree-code">{stage.code}</span>
        <span className="number numeric meta">{count(stage.reasons.reduce((sum, reason) => sum + (reason.voices7d ?? 0), 0))}</span>
        {does && <span className="row tree-deeds"><Button size="small" type="text" icon={<PlusOutlined />} onClick={add}>{t('tree.addReason')}</Button></span>}
      </div>
      <ul>{stage.reasons.map((reason, index) => <Reason key={reason.code} reason={reason} does={does} merge={merge} first={index === 0} last={index === stage.reasons.length - 1} />)}</ul>
    </section>
  );
}

function Reason({ reason, does, merge, first, last }: { reason: TreeReason; does: Does | undefined; merge: (code: string) => void; first: boolean; last: boolean }) {
  const name = localName(reason.title) || reason.code;
  const retired = reason.state === 'retired';
  const items = retired
    ? [{ key: 'restore', label: t('tree.restore'), onClick: () => does?.({ deed: 'restore', code: reason.code }) }]
    : [{ key: 'merge', label: t('tree.merge'), onClick: () => merge(reason.code) }, { key: 'retire', label: t('tree.retire'), onClick: () => does?.({ deed: 'retire', code: reason.code }) }];
  return (
    <li className="tree-row" data-retired={retired}>
      <Titles of={reason} does={retired ? undefined : does} />
      <span className="meta tree-code">{reason.code}{retired && <> <span className="tag">{reason.mergedInto ? t('tree.mergedInto', { into: reason.mergedInto }) : t('tree.retired')}</span></>}</span>
      <span className="number numeric">{reason.voices7d ? <Link to={`${sliceAddress({ reason: reason.code })}&span=7d`} aria-label={t('tree.voicesOf', { name })}>{count(reason.voices7d)}</Link> : <span className="quiet-zero">{reason.voices7d === 0 ? 0 : '–'}</span>}</span>
      {does && (
        <span className="row tree-deeds">
          <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={first} aria-label={t('tree.up', { name })} onClick={() => does({ deed: 'move', code: reason.code, by: -1 })} />
          <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={last} aria-label={t('tree.down', { name })} onClick={() => does({ deed: 'move', code: reason.code, by: 1 })} />
          <Dropdown trigger={['click']} menu={{ items }}><Button size="small" type="text" aria-label={t('tree.more', { name })}>…</Button></Dropdown>
        </span>
      )}
    </li>
  );
}

function Titles({ of, does, strong }: { of: TreeReason | TreeStage; does: Does | undefined; strong?: boolean }) {
  return (
    <>
      {(['zh-CN', 'en'] as const).map((language) => (does
        ? <Input key={language} className={`tree-title ${strong ? 'strong' : ''}`} variant="borderless" lang={language} maxLength={60} aria-label={t('tree.titleOf', { code: of.code, language: t(language === 'en' ? 'tree.english' : 'tree.chinese') })} value={of.title[language] ?? ''} onChange={(event) => does({ deed: 'title', code: of.code, language, text: event.target.value })} />
        : <span key={language} lang={language} className={`tree-title read ${strong ? 'strong' : ''}`}>{of.title[language] ?? ''}</span>))}
    </>
  );
}
