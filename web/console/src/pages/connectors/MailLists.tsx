import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { mails } from '../../api/connectors.ts';
import type { Mail, OutgoingMail, Page } from '../../api/types.ts';
import { fileSize, shortTime } from '../../i18n/format.ts';
import { t, tValue, type Key } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';

/** Mails that opened no conversation: each keeps its reason, and can be read again. */
export function MailLists() {
  return <><SetAside /><Undelivered /></>;
}

const kinds = ['quarantined', 'list', 'loop', 'auto-reply', 'bounce', 'duplicate'];
function SetAside() {
  const [kind, setKind] = useState('quarantined');
  const query = kind === 'quarantined' ? { state: kind } : { kind };
  return (
    <MailList<Mail> name={`mails-${kind}`} title="mails.aside" intro="mails.asideIntro" empty="mails.asideEmpty" read={(after) => mails.list(query, after)}
      choice={<Select aria-label={t('mails.show')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: tValue('mails.kind', value) }))} popupMatchSelectWidth={false} />}
      head={['mails.receivedAt', 'mails.sender', 'mails.subject', 'mails.reason', 'mails.act']}
      row={(mail, act) => (
        <tr key={mail.id}>
          <td className="numeric">{shortTime(mail.receivedAt)}</td>
          <td><span className="cell-cut">{mail.sender ?? '–'}</span></td>
          <td><span className="cell-cut">{mail.conversation ? <Link to={`/conversations?conversation=${mail.conversation}`}>{mail.subject || t('mails.noSubject')}</Link> : mail.subject || '–'}</span></td>
          <td>{mail.reason ? tValue('mails.reasonWord', mail.reason) : '–'} <span className="meta">{fileSize(mail.size)}</span></td>
          <td className="row-acts">
            <Button size="small" type="text" href={mails.rawAddress(mail.id)} download={`${mail.id}.eml`}>{t('mails.raw')}</Button>
            {mail.state === 'quarantined' && <Button size="small" onClick={() => act(() => mails.replay(mail.id, false), t('mails.replayed'))}>{t('mails.replay')}</Button>}
            {mail.state === 'done' && mail.kind !== 'bounce' && <Button size="small" onClick={() => act(() => mails.replay(mail.id, true), t('mails.replayed'))}>{t('mails.asMessage')}</Button>}
          </td>
        </tr>
      )} />
  );
}

const troubles = ['failed', 'bounced', 'unknown', 'queued'];
function Undelivered() {
  const [state, setState] = useState('failed');
  return (
    <MailList<OutgoingMail> name={`outgoing-${state}`} title="mails.undelivered" intro="mails.undeliveredIntro" empty="mails.undeliveredEmpty" read={(after) => mails.outgoing(state, after)}
      choice={<Select aria-label={t('mails.show')} value={state} onChange={setState} options={troubles.map((value) => ({ value, label: tValue('delivery', value) }))} popupMatchSelectWidth={false} />}
      head={['mails.createdAt', 'mails.receiver', 'mails.subject', 'mails.problem', 'mails.act']}
      row={(mail, act) => (
        <tr key={mail.id}>
          <td className="numeric">{shortTime(mail.createdAt)}</td>
          <td><span className="cell-cut">{mail.address}</span></td>
          <td><span className="cell-cut">{mail.conversation ? <Link to={`/conversations?conversation=${mail.conversation}`}>{mail.subject}</Link> : mail.subject}</span></td>
          <td><StateMark tone={mail.state === 'queued' ? 'risk' : 'bad'}>{tValue('delivery', mail.state)}</StateMark>{mail.problem && <span className="meta problem-line">{mail.problem}</span>}</td>
          <td className="row-acts">{mail.state !== 'queued' && <Button size="small" onClick={() => act(() => mails.resend(mail.id), t('mails.resent'))}>{t('mails.resend')}</Button>}</td>
        </tr>
      )} />
  );
}

interface Properties<T> {
  name: string; title: Key; intro: Key; empty: Key; choice: ReactNode; head: Key[];
  read: (after?: string) => Promise<Page<T>>;
  row: (thing: T, act: (change: () => Promise<unknown>, done: string) => void) => ReactNode;
}
function MailList<T>({ name, title, intro, empty, choice, head, read, row }: Properties<T>) {
  const queries = useQueryClient();
  const act = useAct();
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['settings', name], queryFn: ({ pageParam }) => read(pageParam), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
  const things = data?.pages.flatMap((page) => page.items) ?? [];
  const change = (run: () => Promise<unknown>, done: string) => void act(run, done).then((ok) => { if (ok) void queries.invalidateQueries({ queryKey: ['settings'] }); });
  return (
    <section className="settings-pad" aria-label={t(title)}>
      <header className="page-head"><div className="grow"><h2>{t(title)}</h2><p className="meta">{t(intro)}</p></div>{choice}</header>
      {isLoading && <Skeleton rows={4} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && things.length === 0 && <Empty title={t(empty)} />}
      {things.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t(title)}>
          <table className="grid-table">
            <thead><tr>{head.map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
            <tbody>{things.map((thing) => row(thing, change))}</tbody>
          </table>
        </div>
      )}
      {hasNextPage && <Button style={{ marginTop: 16 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('action.more')}</Button>}
    </section>
  );
}
