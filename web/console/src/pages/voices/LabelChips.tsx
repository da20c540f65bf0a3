import { DownOutlined } from '@ant-design/icons';
import { App as AntApp, Dropdown } from 'antd';
import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import { voices, type VoiceView } from '../../api/voices.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { useUndo } from '../../app/undo.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { corrected, Corrections, labelsOf, onlyOf, type Labels } from './correction.ts';
import { ReasonSelect } from './ReasonSelect.tsx';
import { useReasons } from './tree.ts';

const corrections = new Corrections(voices.label);

/** A voice as it is known here: with what has been corrected on this page. */
export function useVoice(voice: VoiceView): VoiceView {
  const { reason } = useReasons();
  const own = useSyncExternalStore(corrections.watch, () => corrections.snapshot().get(voice.id));
  return corrected(voice, own, reason);
}

/** Corrects at once and offers to take it back. */
export function useCorrect(): (voice: VoiceView, labels: Labels, said: string, undone?: () => void) => void {
  const { message } = AntApp.useApp();
  const undo = useUndo();
  return useCallback((voice, labels, said, undone) => {
    const before = onlyOf(labelsOf(voice), labels);
    corrections.correct(voice.id, labels).catch((error: unknown) => { undone?.(); void message.error(problemText(error)); });
    undo(said, () => { undone?.(); return corrections.correct(voice.id, before); });
  }, [message, undo]);
}

/** What a voice was understood to be about, to be corrected where one reads. */
export function LabelChips({ voice }: { voice: VoiceView }) {
  const may = mayJudge(useMe());
  const correct = useCorrect();
  const { reason: known } = useReasons();
  const [choosing, setChoosing] = useState(false);
  const returns = useRef(false);
  const leave = () => { returns.current = true; setChoosing(false); };
  const title = voice.inTree && voice.reason ? voice.reasonTitle ?? known(voice.reason)?.title ?? voice.reason : t('voice.notInTree');
  const say = (labels: Labels) => correct(voice, labels, t('voice.corrected'));
  if (!may) {
    return <span className="row voice-labels"><span className="tag accent">{title}</span><span className="tag">{tValue('voice.sentiment', String(voice.sentiment))}</span>{voice.urgency > 0 && <span className="tag">{tValue('voice.urgency', String(voice.urgency))}</span>}</span>;
  }
  return (
    <span className="row voice-labels">
      {choosing
        ? <ReasonSelect autoFocus size="small" value={voice.inTree ? voice.reason : null} onLeave={() => setChoosing(false)} onEscape={leave} onChoose={(reason) => { leave(); if (reason !== (voice.inTree ? voice.reason : null)) say({ reason }); }} />
        : <button type="button" className="tag accent chip" ref={(chip) => { if (chip && returns.current) { returns.current = false; chip.focus(); } }} onClick={() => setChoosing(true)} aria-label={t('voice.reasonIs', { reason: title })}>{title}<DownOutlined /></button>}
      <Choice name="sentiment" values={[1, 0, -1]} value={voice.sentiment} choose={(sentiment) => say({ sentiment })} />
      <Choice name="urgency" values={[0, 1, 2]} value={voice.urgency} choose={(urgency) => say({ urgency })} />
      {voice.corrected && <span className="tag">{t('voice.isCorrected')}</span>}
    </span>
  );
}

function Choice({ name, values, value, choose }: { name: 'sentiment' | 'urgency'; values: number[]; value: number; choose: (value: number) => void }) {
  const words = (one: number) => tValue(`voice.${name}`, String(one));
  return (
    <Dropdown trigger={['click']} menu={{ selectable: true, selectedKeys: [String(value)], items: values.map((one) => ({ key: String(one), label: words(one), onClick: () => { if (one !== value) choose(one); } })) }}>
      <button type="button" className="tag chip" data-value={value} aria-label={t(name === 'sentiment' ? 'voice.sentimentIs' : 'voice.urgencyIs', { value: words(value) })}>{words(value)}<DownOutlined /></button>
    </Dropdown>
  );
}
