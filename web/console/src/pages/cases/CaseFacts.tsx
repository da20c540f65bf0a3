import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { cases } from '../../api/cases.ts';
import type { Case, CasePart } from '../../api/types.ts';
import { localName, useUnitName } from '../../app/names.ts';
import { useOrder } from '../../app/queries.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { TagChip } from '../../parts/TagChip.tsx';
import { ActionsPart } from '../orders/ActionsPart.tsx';
import { DeedDialog } from './DeedDialog.tsx';
import { useAct } from '../../parts/useAct.ts';
import { useCase, useCaseSettings, useCaseWords } from './useCases.ts';

/** Ties that people make by hand. */
const byHand = ['related', 'duplicate'];

/** Everything about a case beside its first line: where it stands, who is asked, where it has been, what it is tied to. */
export function CaseFacts({ one }: { one: Case }) {
  const unitName = useUnitName();
  const words = useCaseWords();
  return (
    <div>
      <Part title={t('case.standing')}>
        <dl className="facts">
          <Line name={t('cases.status')} value={words.status(one.status)} />
          <Line name={t('case.field.kind')} value={words.kind(one.kind)} />
          <Line name={t('case.priority')} value={tValue('case.priority', one.priority)} />
          <Line name={t('case.promises')} value={t('case.promiseFigures', { made: one.promisesMade, kept: one.promisesKept, broken: one.promisesBroken })} />
          {one.entryUnit && <Line name={t('case.entrance')} value={unitName(one.entryUnit)} />}
          {one.orderId && <Line name={t('case.order')} value={<Link to={`/orders/${one.orderId}`}>{one.orderNumber}</Link>} />}
          {!!one.tags.length && <Line name={t('case.tags')} value={<span className="row" style={{ flexWrap: 'wrap', gap: 4 }}>{one.tags.map((tag) => <TagChip key={tag} id={tag} />)}</span>} />}
          <Fields one={one} />
        </dl>
      </Part>
      {one.orderId && <OrderActions order={one.orderId} of={one.id} conversation={one.conversations.at(-1)} />}
      {!!one.clocks?.length && <Part title={t('case.clocks')}>{one.clocks.map((clock) => <Clock key={clock.measure} clock={clock} />)}</Part>}
      {!!one.conversations.length && (
        <Part title={t('case.threads')}>{one.conversations.map((id, index) => <div key={id}><Link to={`/conversations?conversation=${id}`}>{t('case.thread', { number: index + 1 })}</Link></div>)}</Part>
      )}
      <Part title={t('case.hops')}>
        <ol className="hops">{[...one.pastUnits, one.unit].map((unit, index, all) => <li key={index} aria-current={index === all.length - 1}>{unitName(unit)}</li>)}</ol>
      </Part>
      {!!one.parts.length && <Part title={t('case.parts')}>{one.parts.map((part) => <Asked key={part.id} one={one} part={part} />)}</Part>}
      {(!!one.links.length || one.parent) && (
        <Part title={t('case.links')}>
          {one.parent && <div><Link to={`/cases/${one.parent}`}>{t('case.parent')}</Link></div>}
          {one.links.map((link) => <Tie key={link.kind + link.case} one={one} link={link} />)}
        </Part>
      )}
    </div>
  );
}

function OrderActions({ order, of, conversation }: { order: string; of: string; conversation?: string }) {
  const { data } = useOrder(order);
  return data ? <Part title={t('act.title')}><ActionsPart order={data} of={of} conversation={conversation} /></Part> : null;
}

function Part({ title, children }: { title: string; children: ReactNode }) { return <section className="order-part"><h2>{title}</h2>{children}</section>; }
function Line({ name, value }: { name: string; value: ReactNode }) { return <div><dt>{name}</dt><dd className="wrap">{value}</dd></div>; }

function Fields({ one }: { one: Case }) {
  const { data } = useCaseSettings();
  const known = data?.fields.filter((field) => one.fields[field.code]) ?? [];
  return <>{known.map((field) => <Line key={field.code} name={localName(field.name)} value={one.fields[field.code]} />)}</>;
}

/** A tied case by its own number and subject; what was tied by hand can be untied. */
function Tie({ one, link }: { one: Case; link: Case['links'][number] }) {
  const queries = useQueryClient();
  const act = useAct();
  const { data } = useCase(link.case);
  const untie = async () => { if (await act(() => cases.unlink(one.id, link.kind, link.case), t('case.done'))) void queries.invalidateQueries({ queryKey: ['case'] }); };
  const name = data ? `${data.number} ${data.subject}` : tValue('case.link', link.kind);
  return (
    <div className="row between">
      <span className="wrap"><span className="meta">{tValue('case.link', link.kind)}</span> <Link to={`/cases/${link.case}`}>{name}</Link></span>
      {byHand.includes(link.kind) && <Button size="small" type="text" aria-label={t('case.untie', { name })} onClick={() => void untie()}>{t('case.untieShort')}</Button>}
    </div>
  );
}

function Clock({ clock }: { clock: NonNullable<Case['clocks']>[number] }) {
  const tone = clock.state === 'broken' ? 'bad' : clock.state === 'at-risk' ? 'risk' : 'good';
  return <div><StateMark tone={tone}>{t('case.clock', { measure: tValue('case.measure', clock.measure), at: shortTime(clock.dueAt), state: clock.pausedBecause ? t('case.paused') : tValue('promise.status', clock.state) })}</StateMark></div>;
}

function Asked({ one, part }: { one: Case; part: CasePart }) {
  const queries = useQueryClient();
  const [answering, setAnswering] = useState(false);
  return (
    <article className="case-part">
      <div className="row between"><span className="strong">{tValue('case.party', part.party)} · {part.who}</span>
        {part.answeredAt ? <StateMark tone="good">{t('case.answered', { at: shortTime(part.answeredAt) })}</StateMark>
          : <StateMark tone={part.late ? 'bad' : 'none'}>{part.dueAt ? t('case.answerBy', { at: shortTime(part.dueAt) }) : t('case.answerOpen')}</StateMark>}
      </div>
      <p className="wrap">{part.question}</p>
      <p className="meta">{part.party === 'platform' ? '' : part.shares.length ? t('case.shares', { parts: part.shares.map((share) => tValue('case.share', share)).join(', ') }) : t('case.sharesNothing')}</p>
      {part.answer ? <p className="wrap case-answer">{part.answer}</p> : one.category !== 'closed' && <Button size="small" onClick={() => setAnswering(true)}>{t('case.deed.answer')}</Button>}
      {answering && (
        <DeedDialog close={() => setAnswering(false)} done={(after) => queries.setQueryData(['case', after.id], after)}
          deed={{ key: 'answer', title: 'case.deed.answer', action: 'case.deed.answer', fields: [{ name: 'answer', long: true }], run: (clientId, facts) => cases.answerPart(one.id, part.id, clientId, facts.answer!) }} />
      )}
    </article>
  );
}
