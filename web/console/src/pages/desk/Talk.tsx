import { ArrowLeftOutlined, CheckOutlined, InfoCircleOutlined, SwapOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Conversation } from '../../api/types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useUnitName } from '../../app/names.ts';
import { useMe } from '../../app/session.tsx';
import { languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { waitingSince } from '../../live/waiting.ts';
import { useHub } from '../../live/useHub.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { Channel, personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { undoClosing, useClosing } from './closing.tsx';
import { Composer, focusComposer } from './Composer.tsx';
import { ThreadView } from './ThreadView.tsx';
import { TransferDialog } from './TransferDialog.tsx';
import { useOpenThread } from './useThread.ts';

interface Properties { id: string; onBack: () => void; onPanel: () => void; actions?: ReactNode }

/** The middle column: one conversation, what was asked on top, what to say at the bottom. */
export function Talk({ id, onBack, onPanel, actions }: Properties) {
  const me = useMe();
  const conversation = useHub((state) => state.conversations.get(id));
  const { error, retry } = useOpenThread(id);
  const [transferring, setTransferring] = useState(false);
  const open = conversation && (conversation.state === 'agent' || conversation.state === 'wrapup');
  const mine = !!open && conversation.assignee?.id === me.person.id;

  const close = useClosing();
  useKeys(mine ? { t: () => setTransferring(true), e: () => close(id), z: () => undoClosing(id), r: () => focusComposer(id, false), n: () => focusComposer(id, true) } : {});
  return (
    <section className="desk-thread" aria-label={t('thread.label')}>
      <header className="thread-head">
        <Button className="phone-only" type="text" icon={<ArrowLeftOutlined />} aria-label={t('action.back')} onClick={onBack} />
        <div className="grow">{conversation ? <Heading conversation={conversation} /> : <Skeleton rows={2} widths={[30, 50]} />}</div>
        {actions}
        {mine && (
          <>
            <Tooltip title={<>{t('transfer.title')} <kbd>t</kbd></>}><Button icon={<SwapOutlined />} onClick={() => setTransferring(true)} aria-label={t('transfer.action')}><span className="wide-only">{t('transfer.action')}</span></Button></Tooltip>
            <Tooltip title={<>{t('thread.closeHelp')} <kbd>e</kbd></>}><Button icon={<CheckOutlined />} onClick={() => close(id)} aria-label={t('thread.close')}><span className="wide-only">{t('thread.close')}</span></Button></Tooltip>
          </>
        )}
        <Button className="phone-only" type="text" icon={<InfoCircleOutlined />} aria-label={t('panel.label')} onClick={onPanel} />
      </header>
      {error ? <div className="desk-pad"><Problem error={error} retry={retry} /></div> : <ThreadView id={id} follow={mine} />}
      {conversation && (mine
        ? <Composer conversation={conversation} />
        : <p className="thread-foot meta">{t(footOf(conversation, me.person.id))}</p>)}
      {transferring && conversation && <TransferDialog conversation={conversation} close={() => setTransferring(false)} done={onBack} />}
    </section>
  );
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
