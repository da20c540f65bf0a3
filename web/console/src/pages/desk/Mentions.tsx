import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useNavigate } from 'react-router-dom';
import { desk } from '../../api/deskCalls.ts';
import type { DeskItem } from '../../api/deskTypes.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/conversations.css';

/** What calls for me: colleagues who mentioned me, what I put away and is back, cases whose promise ends soon or was broken. */
export default function Mentions() {
  useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['desk-items'], queryFn: () => desk.items() });
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  const read = async (which: Parameters<typeof desk.readItems>[0]) => { queries.setQueryData(['desk-items'], await desk.readItems(which)); };
  const open = (item: DeskItem) => { void read({ ids: [item.id] }).catch(() => undefined); navigate(item.link ?? (item.case ? `/cases/${item.case}` : `/conversations?conversation=${item.conversation}`)); };
  return (
    <div className="page"><div className="page-inner">
      <header className="page-head"><h1>{t('rail.mentions')}</h1>
        {!!data?.unread && <Button onClick={() => void read({ until: new Date(Date.now() + 1000).toISOString() }).catch(() => undefined)}>{t('mentions.readAll')}</Button>}
      </header>
      {isLoading && <Skeleton rows={8} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && data.items.length === 0 && <Empty title={t('mentions.empty')}>{t('mentions.emptyText')}</Empty>}
      <ul className="found-list">
        {data?.items.map((item) => (
          <li key={item.id}>
            <button type="button" data-row className="found-row" onClick={() => open(item)}>
              <span className="row between"><span className="row"><span className="tag accent">{tValue('mentions.kind', item.kind)}</span><span className={item.read ? '' : 'strong'}>{wordsOf(item)}</span></span><time className="meta">{shortTime(item.at)}</time></span>
              {item.text && <span className="wrap quietly">{item.text}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div></div>
  );
}

function wordsOf(item: DeskItem): string {
  const customer = item.person ?? t('person.visitor');
  switch (item.kind) {
    case 'mention': return t('mentions.by', { name: item.by ?? '', customer });
    case 'woken': return t('mentions.back', { customer });
    case 'promise-due': return t('mentions.promiseDue', { number: item.caseNumber ?? '' });
    case 'promise-broken': return t('mentions.promiseBroken', { number: item.caseNumber ?? '' });
    default: return item.by ? t('mentions.pullBy', { name: item.by, about: item.about ?? '' }) : t('mentions.pull', { about: item.about ?? '' });
  }
}
