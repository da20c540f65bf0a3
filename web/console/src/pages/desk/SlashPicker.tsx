import { ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { desk, macros as macroCalls } from '../../api/deskCalls.ts';
import type { Conversation, Staff } from '../../api/types.ts';
import { useStaff } from '../../app/names.ts';
import { useCannedReplies } from '../../app/queries.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { asReusable, cannedQuery, fillCanned, findCanned, mentionQuery, unfilled, type Reusable } from './canned.ts';
import type { Draft } from './drafts.ts';

const mentionBound = 6;
export const useMacros = () => useQuery({ queryKey: ['macros'], queryFn: () => macroCalls.list(), staleTime: 5 * 60_000, retry: false });

interface Line { key: string; title: string; note: string; macro?: boolean; take: () => void }

/** Arrows choose, Enter or Tab takes, Escape goes on writing. */
function usePicker(open: boolean, label: string, lines: Line[], nothing: string) {
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const listId = useId();
  const names = lines.map((line) => line.key).join(' ');
  useEffect(() => setAt(0), [names]);
  useEffect(() => { if (!open) setShut(false); }, [open]);
  const shown = open && !shut;
  const onKey = (event: KeyboardEvent): boolean => {
    if (!shown) return false;
    const chosen = lines[at];
    if (event.key === 'ArrowDown') setAt(Math.min(lines.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) chosen.take();
    else if (event.key === 'Escape') setShut(true);
    else return false;
    event.preventDefault();
    return true;
  };
  const list = shown && (
    <div className="canned-list" role="listbox" id={listId} aria-label={label}>
      {lines.map((line, index) => (
        <div key={line.key} id={`${listId}-${index}`} role="option" aria-selected={index === at} className="canned-option" onMouseDown={(event) => { event.preventDefault(); line.take(); }} onMouseMove={() => setAt(index)}>
          <span className="strong cut">{line.macro && <ThunderboltOutlined aria-label={t('macros.one')} />} {line.title}</span> <span className="meta cut">{line.note}</span>
        </div>
      ))}
      {lines.length === 0 && <div className="canned-option meta" role="option" aria-selected="false">{nothing}</div>}
    </div>
  );
  const aria = shown ? { 'aria-controls': listId, 'aria-autocomplete': 'list' as const, 'aria-activedescendant': lines.length ? `${listId}-${at}` : undefined } : {};
  return { list, onKey, aria };
}

/** The list that a '/' at the start opens: canned replies fill the box, macros show what they would do. */
export function useSlashPicker(conversation: Conversation, draft: Draft, change: (part: Partial<Draft>) => void, area: () => HTMLTextAreaElement | null, onMacro: (macro: string) => void) {
  const query = draft.note ? undefined : cannedQuery(draft.text);
  const replies = useCannedReplies();
  const macros = useMacros();
  const { data: values } = useQuery({ queryKey: ['variables', conversation.id], queryFn: () => desk.variables(conversation.id), staleTime: 30_000, enabled: query !== undefined, retry: false });
  const found = query === undefined ? [] : findCanned(asReusable(replies.data?.items ?? [], macros.data?.items ?? []), query, conversation.language);
  const take = (one: Reusable) => {
    if (one.kind === 'macro') { change({ text: '' }); onMacro(one.id); return; }
    const text = fillCanned(one.text, values?.values ?? {});
    change({ text, canned: text.trim() });
    void desk.cannedUsed(one.id).catch(() => undefined);
    setTimeout(() => selectUnfilled(area(), text), 0);
  };
  const lines = found.map((one): Line => ({ key: `${one.kind}:${one.id}`, title: one.title, note: fillCanned(one.text, values?.values ?? {}), macro: one.kind === 'macro', take: () => take(one) }));
  return usePicker(query !== undefined, t('composer.canned'), lines, replies.error ? problemText(replies.error) : t('composer.noCanned'));
}

/** The list that an '@' opens in a note. */
export function useMentionPicker(draft: Draft, change: (part: Partial<Draft>) => void, area: () => HTMLTextAreaElement | null) {
  const all = useStaff();
  const caret = area()?.selectionStart ?? draft.text.length;
  const query = draft.note ? mentionQuery(draft.text, caret) : undefined;
  const fitting = query === undefined ? [] : all.filter((person) => person.active !== false && person.name.toLowerCase().replace(/\s/g, '').includes(query)).slice(0, mentionBound);
  const take = (person: Staff) => {
    const start = caret - (query ?? '').length - 1;
    const text = `${draft.text.slice(0, start)}@${person.name} ${draft.text.slice(caret)}`;
    change({ text, mentions: [...new Set([...(draft.mentions ?? []), person.id])] });
    const place = start + person.name.length + 2;
    // Whoever types on at once is not pulled back.
    setTimeout(() => { const element = area(); if (element?.value === text) element.setSelectionRange(place, place); }, 0);
  };
  const lines = fitting.map((person): Line => ({ key: person.id, title: person.name, note: person.roles.length ? person.units.join(' · ') : '', take: () => take(person) }));
  const picker = usePicker(query !== undefined && fitting.length > 0, t('composer.mention'), lines, '');
  /** Only those whose name is still in the text. */
  const mentioned = (draft.mentions ?? []).filter((id) => { const person = all.find((one) => one.id === id); return person && draft.text.includes(`@${person.name}`); });
  return { ...picker, mentioned };
}

export function selectUnfilled(area: HTMLTextAreaElement | null, text: string): void {
  const open = unfilled(text);
  if (!area || !open) return;
  const start = text.indexOf(open);
  area.focus();
  area.setSelectionRange(start, start + open.length);
}
