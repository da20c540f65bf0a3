import { ArrowLeftOutlined, CheckOutlined, ClockCircleOutlined, InfoCircleOutlined, MoreOutlined, StopOutlined, SwapOutlined, TagOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Dropdown, Tooltip } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { desk } from '../../api/deskCalls.ts';
import type { Conversation } from '../../api/types.ts';
import { useActions, type Action } from '../../app/actions.ts';
import { useUnitName } from '../../app/names.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { useLooking } from '../../live/looks.ts';
import { waitingSince } from '../../live/waiting.ts';
import { useHub } from '../../live/useHub.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { Channel, personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { PullCord } from '../andon/PullCord.tsx';
import { PullStrip } from '../andon/PullStrip.tsx';
import { HostStrip } from '../listening/HostStrip.tsx';
import { Beside } from './Beside.tsx';
import { useClosing } from './closing.tsx';
import { Composer, focusComposer } from './Composer.tsx';
import { takeFacts, useDeskFacts } from './deskFacts.ts';
import { translateLast } from './EntryView.tsx';
import { MacroDialog } from './MacroDialog.tsx';
import { TalkDialogs, type TalkDialog } from './TalkDialogs.tsx';
import { ThreadView } from './ThreadView.tsx';
import { TransferDialog } from './TransferDialog.tsx';
import { useOpenThread } from './useThread.ts';

interface Properties { id: string; onBack: () => void; onPanel: () => void; /** After this one was handed on, put away or merged. */ onAway?: () => void; actions?: ReactNode }

/** The middle column: one conversation, what was asked on top, what to say at the bottom. */
export function Talk({ id, onBack, onPanel, onAway = onBack, actions }: Properties) {
  const me = useMe();
  const conversation = useHub((state) => state.conversations.get(id));
  const { error, retry } = useOpenThread(id);
  const facts = useDeskFacts(id);
  const [dialog, setDialog] = useState<TalkDialog | 'transfer' | 'pull'>();
  const [macro, setMacro] = useState<string>();
  const open = conversation && (conversation.state === 'agent' || conversation.state === 'wrapup');
  const mine = !!open && conversation.assignee?.id === me.person.id;
  const offered = useTalkActions({ id, conversation, mine, onPanel, dialog: setDialog });
  useLooking(id, me.person.id);
  useEffect(() => { void desk.readItems({ conversation: id }).catch(() => undefined); }, [id]);
  const more = offered.filter((action) => ['talk-tags', 'talk-snooze', 'talk-merge', 'talk-macro', 'talk-reopen', 'talk-panel', 'talk-translate', 'talk-pull'].includes(action.key));
  return (
    <section className="desk-thread" aria-label={t('thread.label')}>
      <header className="thread-head">
        <Button className="phone-only" type="text" icon={<ArrowLeftOutlined />} aria-label={t('action.back')} onClick={onBack} />
        <div className="grow">{conversation ? <Heading conversation={conversation} /> : <Skeleton rows={2} widths={[30, 50]} />}</div>
        {actions}
        {mayTalk(me) && <HeadButton icon={<StopOutlined />} label={t('andon.pull')} shortcut="h" onClick={() => setDialog('pull')} quiet />}
        {mine && (
          <>
            <HeadButton icon={<TagOutlined />} label={t('tags.action')} shortcut="l" onClick={() => setDialog('tags')} quiet />
            <HeadButton icon={<ClockCircleOutlined />} label={t('snooze.action')} shortcut="s" onClick={() => setDialog('snooze')} quiet />
            <HeadButton icon={<SwapOutlined />} label={t('transfer.action')} shortcut="t" onClick={() => setDialog('transfer')} />
            <HeadButton icon={<CheckOutlined />} label={t('thread.close')} shortcut="e" onClick={() => offered.find((action) => action.key === 'talk-close')?.run()} />
          </>
        )}
        <Dropdown trigger={['click']} menu={{ items: more.map((action) => ({ key: action.key, label: <span className="row between" style={{ gap: 24 }}>{t(action.title)}{action.shortcut && <kbd>{action.shortcut}</kbd>}</span>, onClick: action.run })) }}>
          <Button type="text" icon={<MoreOutlined />} aria-label={t('thread.more')} />
        </Dropdown>
        <Button className="phone-only" type="text" icon={<InfoCircleOutlined />} aria-label={t('panel.label')} onClick={onPanel} />
      </header>
      <Beside id={id} facts={facts} />
      <PullStrip source={{ conversation: id }} />
      {error ? <div className="desk-pad"><Problem error={error} retry={retry} /></div> : <ThreadView id={id} follow={mine} />}
      {mine && <HostStrip conversation={id} />}
      {conversation && (mine
        ? <Composer conversation={conversation} />
        : <p className="thread-foot meta">{t(footOf(conversation, me.person.id))}</p>)}
      {dialog === 'transfer' && conversation && <TransferDialog conversation={conversation} close={() => setDialog(undefined)} done={onAway} />}
      {dialog === 'pull' && <PullCord source={{ conversation: id }} close={() => setDialog(undefined)} />}
      {dialog && dialog !== 'transfer' && dialog !== 'pull' && conversation && <TalkDialogs which={dialog} conversation={conversation} facts={facts} close={() => setDialog(undefined)} onMacro={setMacro} away={onAway} />}
      {macro && <MacroDialog conversation={id} macro={macro} close={() => setMacro(undefined)} />}
    </section>
  );
}

function HeadButton({ icon, label, shortcut, onClick, quiet }: { icon: ReactNode; label: string; shortcut: string; onClick: () => void; quiet?: boolean }) {
  return <Tooltip title={<>{label} <kbd>{shortcut}</kbd></>}><Button className={quiet ? 'wide-only' : undefined} type={quiet ? 'text' : 'default'} icon={icon} onClick={onClick} aria-label={label} aria-keyshortcuts={shortcut}>{!quiet && <span className="wide-only">{label}</span>}</Button></Tooltip>;
}

/** Everything that can be done with this conversation now: for the keys, the command bar and the menu alike. */
function useTalkActions({ id, conversation, mine, onPanel, dialog }: { id: string; conversation: Conversation | undefined; mine: boolean; onPanel: () => void; dialog: (which: TalkDialog | 'transfer' | 'pull') => void }): Action[] {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const close = useClosing();
  const over = conversation?.state === 'closed' || conversation?.state === 'abandoned';
  const reopen = () => void desk.reopen(id).then((facts) => { takeFacts(queries, facts); void hub.refresh(id); }, (error: unknown) => void message.error(problemText(error)));
  const all: Action[] = !conversation || !mayTalk(me) ? [] : [
    ...(mine ? [
      { key: 'talk-reply', title: 'shortcuts.reply', shortcut: 'r', run: () => focusComposer(id, false) },
      { key: 'talk-note', title: 'shortcuts.note', shortcut: 'n', run: () => focusComposer(id, true) },
      { key: 'talk-transfer', title: 'shortcuts.transfer', shortcut: 't', run: () => dialog('transfer') },
      { key: 'talk-close', title: 'shortcuts.close', shortcut: 'e', run: () => close(id) },
      { key: 'talk-macro', title: 'shortcuts.macro', shortcut: 'x', run: () => dialog('macros') },
    ] satisfies Action[] : []),
    { key: 'talk-tags', title: 'shortcuts.tags', shortcut: 'l', run: () => dialog('tags') },
    { key: 'talk-snooze', title: 'shortcuts.snooze', shortcut: 's', run: () => dialog('snooze') },
    { key: 'talk-merge', title: 'shortcuts.merge', shortcut: 'm', run: () => dialog('merge') },
    { key: 'talk-translate', title: 'shortcuts.translate', shortcut: 'y', run: () => translateLast(id) },
    { key: 'talk-panel', title: 'shortcuts.panel', shortcut: 'i', run: () => { onPanel(); document.querySelector<HTMLElement>('.desk-panel')?.focus(); } },
    { key: 'talk-pull', title: 'shortcuts.pull', shortcut: 'h', run: () => dialog('pull') },
    { key: 'talk-rule', title: 'desk.proposeRule', shortcut: 'u', run: () => dialog('rule') },
    ...(over ? [{ key: 'talk-reopen', title: 'shortcuts.reopen', shortcut: 'o', run: reopen } satisfies Action] : []),
  ];
  useActions(all);
  return all;
}

function footOf(conversation: Conversation, me: string) {
  switch (conversation.state) {
    case 'closed': return 'thread.footClosed' as const;
    case 'abandoned': return 'thread.footAbandoned' as const;
    case 'bot': return 'thread.footBot' as const;
    case 'queued': return 'thread.footQueued' as const;
    default: return conversation.assignee && conversation.assignee.id !== me ? 'thread.footOther' as const : 'thread.footNobody' as const;
  }
}

function Heading({ conversation }: { conversation: Conversation }) {
  const me = useMe();
  const unitName = useUnitName();
  const since = useHub((state) => waitingSince(conversation, state.threads.get(conversation.id)?.entries));
  const path = conversation.entryUnit && conversation.entryUnit !== conversation.unit
    ? t('thread.path', { from: unitName(conversation.entryUnit), to: unitName(conversation.unit) })
    : unitName(conversation.unit);
  return (
    <>
      <div className="row"><h2 className="cut">{personName(conversation.person)}</h2><Tier tier={conversation.person.tier} /><Channel channel={conversation.channel} />{since && <span className="waits">{t('desk.waiting')} <Since instant={since} /></span>}</div>
      <div className="meta cut">
        {[path, languageName(conversation.language), tValue('conversation', conversation.state), conversation.assignee?.id === me.person.id ? undefined : conversation.assignee?.name].filter(Boolean).join(' · ')}
      </div>
    </>
  );
}
