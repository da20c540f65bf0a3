import { UploadOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Upload } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { voices, type LabelImport, type QueueItem } from '../../api/voices.ts';
import { useKeys } from '../../app/keyboard.ts';
import { count } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useCorrect } from './LabelChips.tsx';
import { ReasonSelect } from './ReasonSelect.tsx';
import { useReasons, useValueTitle } from './tree.ts';

const batch = 30;

/** The voices from which the model learns most, one after the other: a digit says what it is, the next one follows at once. */
export default function Labels() {
  const queries = useQueryClient();
  const correct = useCorrect();
  const { reason: known } = useReasons();
  const [at, setAt] = useState(0);
  const [done, setDone] = useState(0);
  const [searching, setSearching] = useState(false);
  // The list rests while it is worked through; a new one comes at its end.
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ['voice-labels', 'queue'], queryFn: () => voices.queue(batch), staleTime: Infinity });
  const items = data?.items ?? [];
  const item = items[at];
  const more = async () => { await queries.invalidateQueries({ queryKey: ['voice-labels', 'queue'] }); setAt(0); };
  const next = () => { setSearching(false); setAt((before) => before + 1); };
  const say = (reason: string | null) => {
    if (!item) return;
    const back = at;
    const title = reason ? known(reason)?.title ?? reason : t('voice.notInTree');
    correct(item.voice, { reason }, t('labels.said', { reason: title }), () => { setAt(back); setDone((before) => Math.max(0, before - 1)); });
    setDone((before) => before + 1);
    next();
  };
  useKeys({
    ...Object.fromEntries((item?.alternatives ?? []).slice(0, 9).map((one, index) => [String(index + 1), () => say(one.reason)])),
    0: () => say(null), '/': () => setSearching(true), j: next, ArrowRight: next, k: () => setAt((before) => Math.max(0, before - 1)), ArrowLeft: () => setAt((before) => Math.max(0, before - 1)),
  });
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('voices.labels')}</h1><p className="meta">{t('labels.intro')}</p></div><ImportLabels done={() => void more()} /></header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={10} widths={[80, 60, 40]} />}
      {data && items.length === 0 && <Empty title={t('labels.none')}>{t('labels.noneText')}</Empty>}
      {items.length > 0 && !item && <Empty title={t('labels.done', { count: count(done) })} action={<Button type="primary" loading={isFetching} onClick={() => void more()}>{t('labels.more')}</Button>}>{t('labels.doneText')}</Empty>}
      {item && (
        <div className="label-place">
          <p className="meta numeric">{t('labels.place', { at: at + 1, of: items.length, done: count(done) })} · {tValue('labels.why', item.why)}</p>
          <One key={item.voice.id} item={item} say={say} searching={searching} search={setSearching} />
          <p className="row label-keys meta"><kbd>1–9</kbd> {t('labels.key.pick')} <kbd>/</kbd> {t('labels.key.search')} <kbd>0</kbd> {t('voice.notInTree')} <kbd>j</kbd> {t('labels.key.skip')} <kbd>z</kbd> {t('action.undo')}</p>
          <ol className="label-next" aria-label={t('labels.next')}>{items.slice(at + 1, at + 4).map((one) => <li key={one.voice.id} className="cut quietly">{one.voice.text}</li>)}</ol>
        </div>
      )}
    </>
  );
}

function One({ item, say, searching, search }: { item: QueueItem; say: (reason: string | null) => void; searching: boolean; search: (open: boolean) => void }) {
  const titleOf = useValueTitle();
  const { reason: known } = useReasons();
  const { voice } = item;
  return (
    <>
      <blockquote className="label-text wrap" aria-live="polite" lang={voice.language ?? undefined}>{voice.text}</blockquote>
      <p className="meta">{[titleOf('source', voice.source), voice.merchant && titleOf('merchant', voice.merchant), voice.product && titleOf('product', voice.product), voice.region].filter(Boolean).join(' · ')}{voice.conversation && <> · <Link to={`/conversations?conversation=${voice.conversation}`}>{t('voice.openConversation')}</Link></>}</p>
      <div className="label-choices" role="group" aria-label={t('voice.chooseReason')}>
        {item.alternatives.slice(0, 9).map((one, index) => (
          <button key={one.reason} type="button" className="label-choice" aria-keyshortcuts={String(index + 1)} onClick={() => say(one.reason)}>
            <kbd>{index + 1}</kbd> <span className="grow">{one.title}</span> <span className="meta">{known(one.reason)?.stageTitle}</span>
            {one.reason === voice.reason && <span className="tag">{t('labels.modelSays')}</span>}
          </button>
        ))}
        {searching
          ? <ReasonSelect autoFocus value={undefined} onLeave={() => search(false)} onChoose={say} />
          : <button type="button" className="label-choice" aria-keyshortcuts="/" onClick={() => search(true)}><kbd>/</kbd> <span className="grow">{t('labels.another')}</span></button>}
        <button type="button" className="label-choice" aria-keyshortcuts="0" onClick={() => say(null)}><kbd>0</kbd> <span className="grow">{t('voice.notInTree')}</span></button>
      </div>
    </>
  );
}

/** Labels that were given elsewhere: text,reason[,sentiment,urgency], a line each. */
function ImportLabels({ done }: { done: () => void }) {
  const { message } = AntApp.useApp();
  const [result, setResult] = useState<LabelImport>();
  const [busy, setBusy] = useState(false);
  const load = async (file: File) => {
    setBusy(true);
    try { setResult(await voices.importLabels(await file.text())); done(); } catch (error) { void message.error(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <div className="stack label-import">
      <Upload accept=".csv,text/csv" showUploadList={false} beforeUpload={(file) => { void load(file); return false; }}><Button icon={<UploadOutlined />} loading={busy}>{t('labels.import')}</Button></Upload>
      {result && <Alert type={result.refused.length > 0 ? 'warning' : 'success'} role="status" closable onClose={() => setResult(undefined)} message={t('labels.imported', { count: count(result.accepted) })}
        description={result.refused.length > 0 && <ul>{result.refused.slice(0, 10).map((one) => <li key={one.line} className="meta">{t('labels.line', { line: one.line })} {one.detail}</li>)}</ul>} />}
    </div>
  );
}
