import { CloseOutlined, LoadingOutlined, PaperClipOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Input, Segmented } from 'antd';
import { useEffect, useId, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { uploadFile } from '../../api/calls.ts';
import type { CannedReply, Conversation, FileLink } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { useCannedReplies, useOrder } from '../../app/queries.ts';
import { useMe } from '../../app/session.tsx';
import { fileSize } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { problemText } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';
import { cannedQuery, fillCanned, findCanned, unfilled, type CannedFacts } from './canned.ts';
import { emptyDraft, readDraft, writeDraft, type Draft } from './drafts.ts';

const maximumText = 4_000;
const maximumFiles = 10;
const typingEveryMilliseconds = 3_000;

/** Puts the pen into the composer of a conversation; `note` chooses what will be written. */
export function focusComposer(conversation: string, note: boolean): void {
  dispatchEvent(new CustomEvent('patella:compose', { detail: { conversation, note } }));
}

export function Composer({ conversation }: { conversation: Conversation }) {
  const { id } = conversation;
  const [draft, setDraft] = useState<Draft>(() => readDraft(id));
  const [uploading, setUploading] = useState<string[]>([]);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const lastTyping = useRef(0);
  const { message } = AntApp.useApp();
  const change = (part: Partial<Draft>) => setDraft((before) => { const next = { ...before, ...part }; writeDraft(id, next); return next; });
  const picking = useCannedPicker(conversation, draft, change, () => area.current);

  useFocus(id, area, (note) => change({ note }));
  const upload = async (files: File[]) => {
    for (const file of files.slice(0, maximumFiles - draft.files.length)) {
      setUploading((names) => [...names, file.name]);
      try {
        const link = await uploadFile(file);
        setDraft((before) => { const next = { ...before, files: [...before.files, link] }; writeDraft(id, next); return next; });
      } catch (error) { void message.error(t('composer.fileRefused', { name: file.name, reason: problemText(error) })); }
      setUploading((names) => names.filter((name) => name !== file.name));
    }
  };
  const send = () => {
    const text = draft.text.trim();
    if (uploading.length > 0 || (!text && draft.files.length === 0)) return;
    const open = unfilled(text);
    if (open && draft.canned) { void message.warning(t('composer.unfilled', { variable: open })); return; }
    hub.say(id, draft.note ? 'note' : 'message', text, draft.note ? [] : draft.files, !draft.note && draft.canned === text);
    change({ ...emptyDraft, note: draft.note, canned: undefined });
    area.current?.focus();
  };
  const write = (text: string) => {
    change({ text });
    if (draft.note || Date.now() - lastTyping.current < typingEveryMilliseconds) return;
    lastTyping.current = Date.now();
    hub.connection.send({ type: 'typing', conversation: id });
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (picking.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); send(); }
    if (event.key === 'Escape') event.currentTarget.blur();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length > 0 && !draft.note) { event.preventDefault(); void upload(files); }
  };
  const onDrop = (event: DragEvent) => { event.preventDefault(); if (!draft.note) void upload([...event.dataTransfer.files]); };
  return (
    <div className={`composer ${draft.note ? 'note' : ''}`} onDrop={onDrop} onDragOver={(event) => event.preventDefault()}>
      {picking.list}
      {(draft.files.length > 0 || uploading.length > 0) && (
        <div className="attached">
          {draft.files.map((file) => (
            <span key={file.id} className="file"><PaperClipOutlined /> <span className="cut">{file.name}</span> <span className="meta">{fileSize(file.size)}</span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('composer.removeFile', { name: file.name })} onClick={() => change({ files: draft.files.filter((other: FileLink) => other.id !== file.id) })} />
            </span>
          ))}
          {uploading.map((name) => <span key={name} className="file"><LoadingOutlined /> <span className="cut">{name}</span></span>)}
        </div>
      )}
      <Input.TextArea ref={(element) => { area.current = element?.resizableTextArea?.textArea ?? null; }}
        value={draft.text} onChange={(event) => write(event.target.value)} onKeyDown={onKey} onPaste={onPaste}
        autoSize={{ minRows: 2, maxRows: 8 }} variant="borderless" maxLength={maximumText} dir="auto"
        aria-label={t(draft.note ? 'composer.noteLabel' : 'composer.label', { name: personName(conversation.person) })}
        placeholder={t(draft.note ? 'composer.notePlaceholder' : 'composer.placeholder')} {...picking.aria} />
      <div className="composer-foot">
        <Segmented size="small" aria-label={t('composer.mode')} value={draft.note ? 'note' : 'reply'} onChange={(value) => { change({ note: value === 'note' }); area.current?.focus(); }}
          options={[{ value: 'reply', label: t('composer.reply') }, { value: 'note', label: t('composer.note') }]} />
        <Button type="text" size="small" icon={<PaperClipOutlined />} disabled={draft.note} onClick={() => picker.current?.click()} aria-label={t('composer.attach')} />
        <input ref={picker} type="file" multiple hidden aria-label={t('composer.attach')} onChange={(event) => { void upload([...(event.target.files ?? [])]); event.target.value = ''; }} />
        <span className="meta cut grow wide-only">{t('composer.help')}</span>
        <Button type="primary" onClick={send} disabled={uploading.length > 0 || (!draft.text.trim() && draft.files.length === 0)}>{t(draft.note ? 'composer.saveNote' : 'composer.send')}</Button>
      </div>
    </div>
  );
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

/** The list that a '/' at the start opens: arrows choose, Enter or Tab takes, Escape goes on writing. */
function useCannedPicker(conversation: Conversation, draft: Draft, change: (part: Partial<Draft>) => void, area: () => HTMLTextAreaElement | null) {
  const query = draft.note ? undefined : cannedQuery(draft.text);
  const { data, error } = useCannedReplies();
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const facts = useFacts(conversation);
  const listId = useId();
  useEffect(() => { setAt(0); if (query === undefined) setShut(false); }, [query]);
  const found = query === undefined || shut ? [] : findCanned(data?.items ?? [], query, conversation.language);
  const shown = query !== undefined && !shut;

  const take = (reply: CannedReply) => {
    const text = fillCanned(reply.text, facts);
    change({ text, canned: text.trim() });
    setTimeout(() => selectUnfilled(area(), text), 0);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!shown) return false;
    const chosen = found[at];
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
    else if (event.key === 'Escape') setShut(true);
    else return false;
    event.preventDefault();
    return true;
  };
  const list = shown && (
    <div className="canned-list" role="listbox" id={listId} aria-label={t('composer.canned')}>
      {found.map((reply, index) => (
        <div key={reply.id} id={`${listId}-${index}`} role="option" aria-selected={index === at} className="canned-option" onMouseDown={(event) => { event.preventDefault(); take(reply); }} onMouseMove={() => setAt(index)}>
          <span className="strong cut">{reply.title}</span> <span className="meta cut">{fillCanned(reply.text, facts)}</span>
        </div>
      ))}
      {found.length === 0 && <div className="canned-option meta" role="option" aria-selected="false">{error ? problemText(error) : t('composer.noCanned')}</div>}
    </div>
  );
  const aria = shown ? { 'aria-controls': listId, 'aria-autocomplete': 'list' as const, 'aria-activedescendant': found.length ? `${listId}-${at}` : undefined } : {};
  return { list, onKey, aria };
}

function useFacts(conversation: Conversation): CannedFacts {
  const { data: order } = useOrder(conversation.orderId);
  const unitName = useUnitName();
  const { person } = useMe();
  return {
    name: personName(conversation.person),
    order: order?.number,
    title: order?.title,
    carrier: order?.parcel?.carrier ?? undefined,
    tracking: order?.parcel?.trackingNumber ?? undefined,
    unit: unitName(conversation.unit),
    agent: person.name,
  };
}

function selectUnfilled(area: HTMLTextAreaElement | null, text: string): void {
  const open = unfilled(text);
  if (!area || !open) return;
  const start = text.indexOf(open);
  area.setSelectionRange(start, start + open.length);
}
