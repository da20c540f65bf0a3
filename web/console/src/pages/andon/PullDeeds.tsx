import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { andon, type PullDetail } from '../../api/andon.ts';
import { uploadFile } from '../../api/calls.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';

type Deed = 'investigating' | 'change-agreed' | 'rejected-with-reason' | 'change' | 'yes' | 'no';

/** What the one who looks may do: the business answers and shows what it changed; the yes is the puller's or the experience group's. */
export function PullDeeds({ detail: { pull, may } }: { detail: PullDetail }) {
  const queries = useQueryClient();
  const [deed, setDeed] = useState<Deed>();
  const [refusal, setRefusal] = useState<string>();
  const run = async (act: () => Promise<unknown>) => {
    setRefusal(undefined);
    try { await act(); return true; } catch (error) { setRefusal(problemText(error)); return false; } finally { await queries.invalidateQueries({ queryKey: ['pulls'] }); }
  };
  // Only what was said closes its own form: taking a pull on while one writes must not take the words away.
  const say = async (act: () => Promise<unknown>) => { if (await run(act)) setDeed(undefined); };
  if (!may.acknowledge && !may.answer && !may.change && !may.release && !may.undo) return pull.mine ? <p className="incident-decide meta">{t('andon.waitForAnswer')}</p> : null;
  return (
    <section className="incident-decide stack" aria-label={t('andon.deeds')}>
      {may.undo && <Button onClick={() => void run(() => andon.withdraw(pull.id))}>{t('andon.undo')}</Button>}
      {may.release && (
        <>
          <p className="strong">{t(pull.state === 'changed' ? 'andon.lookAtChange' : 'andon.lookAtReason')}</p>
          <div className="row incident-buttons"><Button type="primary" onClick={() => setDeed('yes')}>{t('andon.release')}</Button><Button onClick={() => setDeed('no')}>{t('andon.notYet')}</Button></div>
        </>
      )}
      {may.acknowledge && <Button type="primary" onClick={() => void run(() => andon.acknowledge(pull.id))}>{t('andon.acknowledge')}</Button>}
      {may.answer && <p className="meta">{t('andon.businessText')}</p>}
      {may.answer && <div className="row incident-buttons">{(['investigating', 'change-agreed', 'rejected-with-reason'] as const).map((one) => <Button key={one} onClick={() => setDeed(one)}>{t(`andon.say.${one}`)}</Button>)}</div>}
      {may.change && <Button type={may.acknowledge ? 'default' : 'primary'} onClick={() => setDeed('change')}>{t('andon.tellChange')}</Button>}
      {deed && <Saying key={deed} deed={deed} pull={pull.id} say={say} cancel={() => setDeed(undefined)} />}
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </section>
  );
}

function Saying({ deed, pull, say, cancel }: { deed: Deed; pull: string; say: (act: () => Promise<unknown>) => Promise<void>; cancel: () => void }) {
  const [words, setWords] = useState('');
  const [link, setLink] = useState('');
  const [file, setFile] = useState<File>();
  const [busy, setBusy] = useState(false);
  const needsWords = deed === 'rejected-with-reason' || deed === 'change' || deed === 'no';
  const ready = (!needsWords || words.trim().length >= 3) && (deed !== 'change' || !!link.trim() || !!file);
  const send = async () => {
    setBusy(true);
    await say(async () => {
      if (deed === 'yes' || deed === 'no') return andon.release(pull, deed === 'yes', words.trim());
      if (deed !== 'change') return andon.answer(pull, deed, words.trim());
      return andon.change(pull, words.trim(), link.trim() || undefined, file ? (await uploadFile(file)).id : undefined);
    });
    setBusy(false);
  };
  return (
    <div className="stack pull-saying">
      <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} aria-label={t('andon.words')} placeholder={t(`andon.words.${deed}`)} value={words} onChange={(event) => setWords(event.target.value)} />
      {deed === 'change' && (
        <>
          <Input aria-label={t('andon.evidenceLink')} placeholder={t('andon.evidenceLink')} maxLength={500} value={link} onChange={(event) => setLink(event.target.value)} />
          <label className="meta">{t('andon.evidenceFile')} <input type="file" accept="image/*,application/pdf,text/plain,video/mp4" onChange={(event) => setFile(event.target.files?.[0])} /></label>
        </>
      )}
      <div className="row"><Button type="primary" disabled={!ready} loading={busy} onClick={() => void send()}>{t(deed === 'yes' ? 'andon.release' : deed === 'no' ? 'andon.notYet' : deed === 'change' ? 'andon.tellChange' : `andon.say.${deed}`)}</Button><Button type="text" onClick={cancel}>{t('action.cancel')}</Button></div>
    </div>
  );
}
