import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp } from 'antd';
import { conversations } from '../../api/calls.ts';
import { desk } from '../../api/deskCalls.ts';
import type { DeskFacts } from '../../api/deskTypes.ts';
import type { Conversation } from '../../api/types.ts';
import { useUndo } from '../../app/undo.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { ChoiceDialog, type Choice } from '../../parts/ChoiceDialog.tsx';
import { problemText } from '../../parts/feedback.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { ProposeRule } from '../rules/ProposeRule.tsx';
import { takeFacts } from './deskFacts.ts';
import { useMacros } from './SlashPicker.tsx';
import { parseSpan } from './spans.ts';

export type TalkDialog = 'tags' | 'snooze' | 'merge' | 'macros' | 'rule';
interface Properties { which: TalkDialog; conversation: Conversation; facts: DeskFacts | undefined; close: () => void; onMacro: (macro: string) => void; away: () => void }

export function TalkDialogs(properties: Properties) {
  switch (properties.which) {
    case 'tags': return <Tags {...properties} />;
    case 'snooze': return <Snoozing {...properties} />;
    case 'merge': return <Merging {...properties} />;
    case 'macros': return <MacroChoice {...properties} />;
    case 'rule': return <ProposeRule conversation={properties.conversation.id} close={properties.close} />;
  }
}

/** Runs a step, shows what stands then, and offers the way back. */
function useStep() {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const undo = useUndo();
  return (act: Promise<DeskFacts>, done: string, back?: () => Promise<DeskFacts>) => act.then((facts) => {
    takeFacts(queries, facts);
    if (back) undo(done, () => back().then((answer) => takeFacts(queries, answer))); else void message.success(done);
    return true;
  }, (error: unknown) => { void message.error(problemText(error)); return false; });
}

function Tags({ conversation, facts, close }: Properties) {
  const all = useTags();
  const step = useStep();
  const on = new Set(facts?.tags);
  const choices = all.filter((tag) => !tag.archived || on.has(tag.id)).map((tag): Choice => ({ key: tag.id, label: tag.name, chosen: on.has(tag.id), mark: <span className={`tag dot ${tag.colour}`} aria-hidden="true" /> }));
  const toggle = (tag: string) => {
    const name = all.find((one) => one.id === tag)?.name ?? tag;
    if (on.has(tag)) void step(desk.tag(conversation.id, [], [tag]), t('tags.tookOff', { name }), () => desk.tag(conversation.id, [tag]));
    else void step(desk.tag(conversation.id, [tag]), t('tags.putOn', { name }), () => desk.tag(conversation.id, [], [tag]));
  };
  return <ChoiceDialog several title={t('tags.choose')} choices={choices} close={close} onChoose={toggle} empty={t('tags.none')} />;
}

function Snoozing({ conversation, close, away }: Properties) {
  const { data } = useQuery({ queryKey: ['snooze-presets'], queryFn: () => desk.presets(), staleTime: 60_000, retry: false });
  const step = useStep();
  const choices: Choice[] = [
    ...(data?.items ?? []).map((preset): Choice => ({ key: preset.at, label: tValue('snooze.preset', preset.key), note: shortTime(preset.at) })),
    { key: 'reply', label: t('snooze.preset.reply') },
  ];
  const free = (typed: string): Choice | undefined => {
    const span = parseSpan(typed);
    if (span === undefined) return undefined;
    const at = new Date(Date.now() + span).toISOString();
    return { key: at, label: t('snooze.until', { at: shortTime(at) }) };
  };
  const choose = (key: string) => {
    void step(desk.snooze(conversation.id, key === 'reply' ? undefined : key), key === 'reply' ? t('snooze.doneReply') : t('snooze.done', { at: shortTime(key) }), () => desk.wake(conversation.id)).then((done) => { if (done) away(); });
  };
  return <ChoiceDialog title={t('snooze.title')} choices={choices} close={close} onChoose={choose} free={free}><div className="command-foot meta">{t('snooze.help')}</div></ChoiceDialog>;
}

function Merging({ conversation, close, away }: Properties) {
  const { data, isLoading } = useQuery({ queryKey: ['of-person', conversation.person.id], queryFn: () => conversations.list({ person: conversation.person.id, limit: 50 }), retry: false });
  const step = useStep();
  const choices = (data?.items ?? []).filter((row) => row.id !== conversation.id).map((row): Choice => ({
    key: row.id, label: row.lastText?.trim() || t('thread.nothingSaid'), note: [tValue('conversation', row.state), shortTime(row.lastAt ?? row.openedAt)].join(' · '),
  }));
  const choose = (into: string) => void step(desk.merge(conversation.id, into), t('merge.done'), () => desk.part(conversation.id)).then((done) => { if (done) away(); });
  return <ChoiceDialog title={t('merge.title')} choices={choices} close={close} onChoose={choose} empty={isLoading ? t('state.loading') : t('merge.none')}><div className="command-foot meta">{t('merge.help')}</div></ChoiceDialog>;
}

function MacroChoice({ close, onMacro }: Properties) {
  const { data } = useMacros();
  const choices = (data?.items ?? []).map((macro): Choice => ({ key: macro.id, label: macro.title, note: macro.reply ?? macro.actions.map((action) => action.do).join(' · ') }));
  return <ChoiceDialog title={t('macros.choose')} choices={choices} close={close} onChoose={(macro) => setTimeout(() => onMacro(macro), 0)} empty={t('macros.none')} />;
}
