import { ClockCircleOutlined, EyeOutlined, MergeCellsOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp } from 'antd';
import { Link } from 'react-router-dom';
import { desk } from '../../api/deskCalls.ts';
import type { DeskFacts } from '../../api/deskTypes.ts';
import { useStaffName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { useLooks } from '../../live/looks.ts';
import { problemText } from '../../parts/feedback.tsx';
import { TagChip } from '../../parts/TagChip.tsx';
import { takeFacts } from './deskFacts.ts';

/** One quiet line below the heading: tags, what it waits for, where it belongs, who else is here. Empty when there is nothing to say. */
export function Beside({ id, facts }: { id: string; facts: DeskFacts | undefined }) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const looks = useLooks(id);
  const staffName = useStaffName();
  const run = (act: Promise<DeskFacts>) => act.then((answer) => takeFacts(queries, answer), (error: unknown) => void message.error(problemText(error)));
  const writing = looks.filter((look) => look.state === 'writing');
  const some = facts && (facts.tags.length > 0 || facts.snooze || facts.mergedInto || facts.merged.length > 0);
  return (
    <div className="beside" hidden={!some && looks.length === 0}>
      {facts?.tags.map((tag) => <TagChip key={tag} id={tag} />)}
      {facts?.snooze && (
        <span className="meta"><ClockCircleOutlined /> {facts.snooze.until ? t('snooze.until', { at: shortTime(facts.snooze.until) }) : t('snooze.untilReply')}{facts.snooze.what ? ` – ${facts.snooze.what}` : ''}{' '}
          <button type="button" className="linklike" onClick={() => void run(desk.wake(id))}>{t('snooze.wake')}</button></span>
      )}
      {facts?.mergedInto && (
        <span className="meta"><MergeCellsOutlined /> <Link to={`?conversation=${facts.mergedInto}`}>{t('merge.into')}</Link>{' '}
          <button type="button" className="linklike" onClick={() => void run(desk.part(id))}>{t('merge.part')}</button></span>
      )}
      {facts?.merged.map((part) => <span key={part.conversation} className="meta"><MergeCellsOutlined /> <Link to={`?conversation=${part.conversation}`}>{t('merge.of', { at: shortTime(part.at) })}</Link></span>)}
      <span className="looks" role="status">
        {looks.length > 0 && (
          <span className={writing.length > 0 ? 'waits' : 'tag'}><EyeOutlined /> {writing.length > 0
            ? t('looks.writing', { names: writing.map((look) => look.name || staffName(look.id) || t('party.agent')).join(', ') })
            : t('looks.reading', { names: looks.map((look) => look.name || staffName(look.id) || t('party.agent')).join(', ') })}</span>
        )}
      </span>
    </div>
  );
}
