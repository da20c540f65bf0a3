import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Case, Conversation } from '../../api/types.ts';
import { useActions } from '../../app/actions.ts';
import { useUnitName } from '../../app/names.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { t } from '../../i18n/language.ts';
import { PromiseDue } from './marks.tsx';
import { OpenCaseDialog } from './OpenCaseDialog.tsx';
import { useCasesOf, useCaseWords } from './useCases.ts';
import '../../styles/cases.css';

const shownClosed = 2;

/** The cases of the person one talks with, and the way to open one without leaving the thread. */
export function CasesPart({ conversation }: { conversation: Conversation }) {
  const me = useMe();
  const queries = useQueryClient();
  const [opening, setOpening] = useState(false);
  const { data } = useCasesOf('person', conversation.person.id);
  useActions(mayTalk(me) ? [{ key: 'case-open', title: 'case.open', shortcut: 'c', run: () => setOpening(true) }] : []);
  const all = data?.items ?? [];
  const open = all.filter((one) => one.category !== 'closed');
  const closed = all.filter((one) => one.category === 'closed').slice(0, shownClosed);
  return (
    <section className="panel-part" aria-label={t('rail.cases')}>
      <div className="row between"><h2>{t('rail.cases')}</h2>{mayTalk(me) && <Button size="small" icon={<PlusOutlined />} onClick={() => setOpening(true)}>{t('case.open')}</Button>}</div>
      {all.length === 0 && <p className="meta">{t('case.none')}</p>}
      <ul className="case-cards">{[...open, ...closed].map((one) => <CaseCard key={one.id} one={one} here={one.conversations.includes(conversation.id)} />)}</ul>
      {opening && <OpenCaseDialog conversation={conversation.id} order={conversation.orderId} close={() => setOpening(false)} done={() => void queries.invalidateQueries({ queryKey: ['cases-of'] })} />}
    </section>
  );
}

function CaseCard({ one, here }: { one: Case; here: boolean }) {
  const unitName = useUnitName();
  const words = useCaseWords();
  return (
    <li className={`case-card ${one.category}`}>
      <Link className="strong wrap" to={`/cases/${one.id}`}>{one.subject}</Link>
      <div className="meta numeric">{[one.number, words.status(one.status), unitName(one.unit), here ? t('case.ofThisChat') : ''].filter(Boolean).join(' · ')}</div>
      <PromiseDue of={one} />
    </li>
  );
}
