import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import { conversations } from '../../api/calls.ts';
import type { BoardPerson } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { languageName } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { AssignControl } from '../../parts/AssignControl.tsx';
import { Empty } from '../../parts/feedback.tsx';
import { personName } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { PresenceMark } from '../../parts/state.tsx';

/** One person's hands: which conversations they hold, and moving one to somebody freer. */
export function PersonDrawer({ person, people, close }: { person: BoardPerson | undefined; people: BoardPerson[]; close: () => void }) {
  const unitName = useUnitName();
  return (
    <Drawer open={!!person} onClose={close} title={person?.name} width={Math.min(440, innerWidth)} destroyOnHidden>
      {person && (
        <div className="stack" style={{ gap: 16 }}>
          <div className="stack" style={{ gap: 2 }}>
            <div className="row"><PresenceMark state={person.state} /><span className="meta"><Since instant={person.since} /></span></div>
            <div className="meta">{t('board.loadLine', { load: person.load, capacity: person.capacity })}</div>
            <div className="meta">{person.units.map(unitName).join(' · ')}</div>
            <div className="meta">{person.languages.map(languageName).join(' · ')}</div>
          </div>
          <h3>{t('board.inHand')}</h3>
          {person.conversations.length === 0 && <Empty title={t('board.nothingInHand')} />}
          <ul className="stack divided">
            {person.conversations.map((conversation) => (
              <li key={conversation.id} className="stack">
                <div className="row between"><HeldName id={conversation.id} /><span className="meta"><Since instant={conversation.since} /></span></div>
                <AssignControl conversation={conversation.id} assigned={person.id} people={people} />
              </li>
            ))}
          </ul>
          <Link to={`/conversations?assignee=${person.id}`}>{t('board.allOf', { name: person.name })}</Link>
        </div>
      )}
    </Drawer>
  );
}

/** The board tells ids only; whose conversation it is comes when somebody looks. */
function HeldName({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ['conversation', id], queryFn: () => conversations.one(id), staleTime: 60_000 });
  return <Link className="cut" to={`/conversations?conversation=${id}`}>{data ? [personName(data.person), data.lastText].filter(Boolean).join(' – ') : t('thread.label')}</Link>;
}
