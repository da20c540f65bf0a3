import { CloseOutlined, LoadingOutlined, PaperClipOutlined, TranslationOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Input, Segmented } from 'antd';
import { useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { desk } from '../../api/deskCalls.ts';
import { cannedReplies, uploadFile } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import type { CannedReply, Conversation, FileLink } from '../../api/types.ts';
import { useActions } from '../../app/actions.ts';
import { useDeskSettings } from '../../app/deskSettings.ts';
import { useMe } from '../../app/session.tsx';
import { useUndo } from '../../app/undo.ts';
import { fileSize } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { sayWriting } from '../../live/looks.ts';
import { ChoiceDialog } from '../../parts/ChoiceDialog.tsx';
import { problemText } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';
import { unfilled } from './canned.ts';
import { adoptDraft, emptyDraft, readDraft, writeDraft, type Draft } from './drafts.ts';
import { MacroDialog } from './MacroDialog.tsx';
import { selectUnfilled, useMentionPicker, useSlashPicker } from './SlashPicker.tsx';
import { TranslatePanel } from './TranslatePanel.tsx';

const maximumText = 4_000;
const maximumFiles = 10;
const typingEveryMilliseconds = 3_000;

/** Puts the pen into the composer of a conversation; `note` chooses what will be written. */
export function focusComposer(conversation: string, note: boolean): void {
  dispatchEvent(new CustomEvent('patella:compose', { detail: { conversation, note } }));
}

export function Composer({ conversation }: { conversation: Conversation }) {
  const { id } = conversation;
  const me = useMe();
  const { holdSeconds } = useDeskSettings();
  const [draft, setDraft] = useState<Draft>(() => readDraft(id));
  const [macro, setMacro] = useState<string>();
  const [translating, setTranslating] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [overtaken, setOvertaken] = useState<string>();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const lastTyping = useRef(0);
  const { message } = AntApp.useApp();
  const offerUndo = useUndo();
  const change = (part: Partial<Draft>) => setDraft((before) => { const next = { ...before, ...part }; writeDraft(id, next); return next; });
  const attaching = useAttaching(draft, (files) => setDraft((before) => { const next = { ...before, files: files(before.files) }; writeDraft(id, next); return next; }));
  const slash = useSlashPicker(conversation, draft, change, () => area.current, setMacro);
  const mention = useMentionPicker(draft, change, () => area.current);
  const picking = slash.list ? slash : mention;

  useFocus(id, area, (note) => change({ note }));
  useEffect(() => {
    // What was written on another device, unless something newer is here already.
    desk.facts(id).then(({ draft: server }) => { if (server && adoptDraft(server)) setDraft(readDraft(id)); }, () => undefined);
  }, [id]);
  useEffect(() => { if (translating && !draft.text.trim()) setTranslating(false); }, [translating, draft.text]);

  const send = () => {
    const text = draft.text.trim();
    if (attaching.uploading.length > 0 || (!text && draft.files.length === 0)) return;
    const open = draft.note ? undefined : unfilled(text);
    if (open) { void message.warning(t('composer.unfilled', { variable: open })); selectUnfilled(area.current, draft.text); return; }
    const other = draft.note ? undefined : whoOvertook(id, me.person.id, draft.since);
    if (other !== undefined && overtaken === undefined) { setOvertaken(other || t('party.agent')); return; }
    setOvertaken(undefined);
    const hold = draft.note ? 0 : holdSeconds;
    const own = hub.say(id, draft.note ? 'note' : 'message', text, draft.note ? [] : draft.files, !draft.note && draft.canned === text, { mentions: draft.note ? mention.mentioned : undefined, holdMilliseconds: hold * 1000 });
    const before = draft;
    change({ ...emptyDraft, note: draft.note, canned: undefined, mentions: undefined, since: undefined });
    if (hold > 0) offerUndo(t('composer.held', { seconds: hold }), () => { hub.discard(own); change(before); area.current?.focus(); }, hold);
    area.current?.focus();
  };
  const write = (text: string) => {
    change({ text, since: draft.text ? draft.since : hub.snapshot().threads.get(id)?.last });
    sayWriting(id);
    if (draft.note || Date.now() - lastTyping.current < typingEveryMilliseconds) return;
    lastTyping.current = Date.now();
    hub.connection.send({ type: 'typing', conversation: id });
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (picking.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) { event.preventDefault(); send(); }
    if (event.key === 'Escape') { if (overtaken !== undefined) setOvertaken(undefined); else event.currentTarget.blur(); }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length > 0 && !draft.note) { event.preventDefault(); void attaching.upload(files); }
  };
  const onDrop = (event: DragEvent) => { event.preventDefault(); if (!draft.note) void attaching.upload([...event.dataTransfer.files]); };
  const pending = unfilled(draft.text);
  useActions(draft.text.trim() && !draft.note ? [{ key: 'keep-canned', title: 'canned.keep', run: () => setKeeping(true) }] : []);
  return (
    <div className={`composer ${draft.note ? 'note' : ''}`} onDrop={onDrop} onDragOver={(event) => event.preventDefault()}>
      {picking.list}
      {translating && <TranslatePanel text={draft.text} language={conversation.language} close={() => { setTranslating(false); area.current?.focus(); }} use={(text) => { change({ text, canned: undefined }); setTranslating(false); area.current?.focus(); }} />}
      {overtaken !== undefined && <div className="overtaken" role="alert">{t('composer.overtaken', { name: overtaken })} <button type="button" className="linklike" onClick={send}>{t('composer.sendAnyway')} <kbd>Enter</kbd></button> <button type="button" className="linklike" onClick={() => { setOvertaken(undefined); area.current?.focus(); }}>{t('action.cancel')} <kbd>Esc</kbd></button></div>}
      <Attached draft={draft} uploading={attaching.uploading} remove={(file) => change({ files: draft.files.filter((other) => other.id !== file.id) })} />
      <Input.TextArea ref={(element) => { area.current = element?.resizableTextArea?.textArea ?? null; }}
        value={draft.text} onChange={(event) => write(event.target.value)} onKeyDown={onKey} onPaste={onPaste}
        autoSize={{ minRows: 2, maxRows: 8 }} variant="borderless" maxLength={maximumText} dir="auto"
        aria-label={t(draft.note ? 'composer.noteLabel' : 'composer.label', { name: personName(conversation.person) })}
        placeholder={t(draft.note ? 'composer.notePlaceholder' : 'composer.placeholder')} {...picking.aria} />
      <div className="composer-foot">
        <Segmented size="small" aria-label={t('composer.mode')} value={draft.note ? 'note' : 'reply'} onChange={(value) => { change({ note: value === 'note' }); area.current?.focus(); }}
          options={[{ value: 'reply', label: t('composer.reply') }, { value: 'note', label: t('composer.note') }]} />
        <Button type="text" size="small" icon={<PaperClipOutlined />} disabled={draft.note} onClick={attaching.pick} aria-label={t('composer.attach')} />
        {attaching.input}
        <Button type="text" size="small" icon={<TranslationOutlined />} disabled={draft.note || !draft.text.trim()} onClick={() => setTranslating(true)} aria-label={t('translate.title')} title={t('translate.title')} />
        <span className="meta cut grow wide-only">{pending ? t('composer.openVariable', { variable: pending }) : t('composer.help')}</span>
        <Button type="primary" onClick={send} disabled={attaching.uploading.length > 0 || (!draft.text.trim() && draft.files.length === 0)}>{t(draft.note ? 'composer.saveNote' : 'composer.send')}</Button>
      </div>
      {keeping && <KeepCanned text={draft.text} language={conversation.language} close={() => { setKeeping(false); area.current?.focus(); }} />}
      {macro && <MacroDialog conversation={id} macro={macro} close={() => { setMacro(undefined); setTimeout(() => area.current?.focus(), 0); }} />}
    </div>
  );
}

/** What is written becomes a canned reply of one's own, under the title that is typed. */
function KeepCanned({ text, language, close }: { text: string; language: string; close: () => void }) {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const keep = (title: string) => void cannedReplies.save({ id: newId(), title, text: text.trim(), language, owner: me.person.id } as CannedReply).then(() => {
    void queries.invalidateQueries({ queryKey: ['canned-replies'] });
    void message.success(t('canned.kept', { title }));
  }, (error: unknown) => void message.error(problemText(error)));
  return <ChoiceDialog title={t('canned.keep')} choices={[]} close={close} free={(typed) => ({ key: typed, label: t('canned.keepAs', { title: typed }) })} onChoose={keep} empty={t('canned.keepHelp')} />;
}

/** Whether a colleague has answered since this was begun: the customer should not be told the same thing twice, or two things. */
function whoOvertook(id: string, me: string, since: number | undefined): string | undefined {
  if (since === undefined) return undefined;
  return hub.snapshot().threads.get(id)?.entries.findLast((entry) => entry.sequence > since && entry.kind === 'message' && entry.author.party === 'agent' && entry.author.id !== me)?.author.name ?? undefined;
}

function Attached({ draft, uploading, remove }: { draft: Draft; uploading: string[]; remove: (file: FileLink) => void }) {
  if (draft.files.length === 0 && uploading.length === 0) return null;
  return (
    <div className="attached">
      {draft.files.map((file) => (
        <span key={file.id} className="file"><PaperClipOutlined /> <span className="cut">{file.name}</span> <span className="meta">{fileSize(file.size)}</span>
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('composer.removeFile', { name: file.name })} onClick={() => remove(file)} />
        </span>
      ))}
      {uploading.map((name) => <span key={name} className="file"><LoadingOutlined /> <span className="cut">{name}</span></span>)}
    </div>
  );
}

function useAttaching(draft: Draft, change: (files: (before: FileLink[]) => FileLink[]) => void) {
  const [uploading, setUploading] = useState<string[]>([]);
  const { message } = AntApp.useApp();
  const picker = useRef<HTMLInputElement>(null);
  const upload = async (files: File[]) => {
    for (const file of files.slice(0, maximumFiles - draft.files.length)) {
      setUploading((names) => [...names, file.name]);
      try {
        const link = await uploadFile(file);
        change((before) => [...before, link]);
      } catch (error) { void message.error(t('composer.fileRefused', { name: file.name, reason: problemText(error) })); }
      setUploading((names) => names.filter((name) => name !== file.name));
    }
  };
  const input = <input ref={picker} type="file" multiple hidden aria-label={t('composer.attach')} onChange={(event) => { void upload([...(event.target.files ?? [])]); event.target.value = ''; }} />;
  return { uploading, upload, input, pick: () => picker.current?.click() };
}

function useFocus(id: string, area: React.MutableRefObject<HTMLTextAreaElement | null>, setNote: (note: boolean) => void): void {
  const choose = useRef(setNote);
  choose.current = setNote;
  useEffect(() => {
    // On a phone the keyboard would hide what is to be read first.
    if (matchMedia('(min-width: 768px)').matches) area.current?.focus();
    const listen = (event: Event) => {
      const { conversation, note } = (event as CustomEvent<{ conversation: string; note: boolean }>).detail;
      if (conversation !== id) return;
      choose.current(note);
      area.current?.focus();
    };
    addEventListener('patella:compose', listen);
    return () => removeEventListener('patella:compose', listen);
  }, [id, area]);
}
