import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router-dom';
import { consumers } from '../../api/calls.ts';
import type { Conversation, Order } from '../../api/types.ts';
import { useConsumer, useConsumerOrders, useOrder } from '../../app/queries.ts';
import { languageName, money, shortDay, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { useHub } from '../../live/useHub.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { OrderSummary } from '../../parts/OrderSummary.tsx';
import { ParcelTrace } from '../../parts/ParcelTrace.tsx';
import { Avatar, isHandle, personName, Tier } from '../../parts/person.tsx';
import { Identity } from '../../parts/Reveal.tsx';
import { PromiseMark } from '../../parts/state.tsx';
import { ActionsPart } from '../orders/ActionsPart.tsx';
import { CasesPart } from '../cases/CasesPart.tsx';
import { Timeline } from '../../parts/Timeline.tsx';

const otherOrders = 5;

/** The right column: who this is, and first of all the order this conversation is about. */
export function SidePanel({ conversation: id, onBack }: { conversation: string; onBack: () => void }) {
  const conversation = useHub((state) => state.conversations.get(id));
  return (
    <aside className="desk-panel" aria-label={t('panel.label')} tabIndex={0}>
      <div className="panel-back phone-only"><Button type="text" icon={<ArrowLeftOutlined />} onClick={onBack}>{t('panel.back')}</Button></div>
      {conversation ? <Known conversation={conversation} /> : <div className="desk-pad"><Skeleton rows={12} /></div>}
    </aside>
  );
}

function Known({ conversation }: { conversation: Conversation }) {
  return (
    <>
      <Who conversation={conversation} />
      <CasesPart conversation={conversation} />
      <ThisOrder id={conversation.orderId} conversation={conversation.id} />
      <OtherOrders consumer={conversation.person.id} except={conversation.orderId} />
      <section className="panel-part">
        <h2>{t('panel.contacts')}</h2>
        <Timeline name={['consumer-timeline', conversation.person.id]} read={(after) => consumers.timeline(conversation.person.id, after)} empty={t('panel.noContacts')} without={conversation.id} />
      </section>
    </>
  );
}

function Who({ conversation }: { conversation: Conversation }) {
  const { data } = useConsumer(conversation.person.id, conversation.id);
  const name = personName(data ?? conversation.person);
  const language = data?.language ?? conversation.person.language ?? conversation.language;
  return (
    <section className="panel-part who">
      <Avatar name={name} />
      <div className="grow">
        <div className="row"><Link className="strong cut" to={`/consumers/${conversation.person.id}`}>{name}</Link><Tier tier={data?.tier ?? conversation.person.tier} /></div>
        <div className="meta">{[languageName(language), data && t('panel.since', { at: shortDay(data.since) }), data && t('panel.counts', { conversations: data.counts.conversations ?? 0, orders: data.counts.orders ?? 0 })].filter(Boolean).join(' · ')}</div>
        {conversation.person.anonymous && <div className="meta">{t('panel.anonymous')}</div>}
        {data?.identities?.filter(isHandle).map((identity) => <Identity key={identity.field} person={data.id} identity={identity} left={data.revealsLeft} />)}
      </div>
    </section>
  );
}

function ThisOrder({ id, conversation }: { id?: string | null; conversation: string }) {
  const { data, error, isLoading, refetch } = useOrder(id);
  return (
    <section className="panel-part">
      <h2>{t('panel.thisOrder')}</h2>
      {!id && <p className="meta">{t('panel.noOrder')}</p>}
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && <><OrderFacts order={data} /><ActionsPart order={data} conversation={conversation} keys /></>}
    </section>
  );
}

function OrderFacts({ order }: { order: Order }) {
  return (
    <div className="stack">
      <div className="row between"><Link className="strong" to={`/orders/${order.id}`}>{order.title}</Link><span className="numeric strong">{money(order.total)}</span></div>
      <div className="row meta"><span className="tag accent">{order.stateText ?? tValue('order', order.state)}</span><span className="cut">{[order.unit?.name, order.merchant?.name].filter(Boolean).join(' · ')}</span></div>
      {order.promise && <PromiseMark promise={order.promise} order={order.state} />}
      {order.parcels?.length
        ? order.parcels.map((parcel, index) => <ParcelTrace key={parcel.trackingNumber ?? index} parcel={parcel} />)
        : order.parcel && <ParcelTrace parcel={{ ...order.parcel, traces: order.parcel.lastTrace ? [order.parcel.lastTrace] : [] }} />}
      {order.refund && <div className="row between"><span>{t('panel.refund', { state: tValue('refund', order.refund.state) })}</span><span className="numeric">{money(order.refund.amount)}</span></div>}
      <ul className="items">
        {order.items?.map((item) => (
          <li key={item.sku} className="row between"><span className="cut">{item.title}</span><span className="meta numeric">{item.quantity} × {money(item.price)}</span></li>
        ))}
      </ul>
      <div className="meta numeric">{t('order.placed', { number: order.number, at: shortTime(order.placedAt) })}</div>
    </div>
  );
}

function OtherOrders({ consumer, except }: { consumer: string; except?: string | null }) {
  const { data, error, isLoading, refetch } = useConsumerOrders(consumer);
  const others = (data?.items ?? []).filter((order) => order.id !== except);
  return (
    <section className="panel-part">
      <h2>{t('panel.otherOrders')}{others.length > 0 && <span className="meta"> {others.length}</span>}</h2>
      {isLoading && <Skeleton rows={4} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && others.length === 0 && <p className="meta">{t('panel.noOtherOrders')}</p>}
      <div className="stack divided">{others.slice(0, otherOrders).map((order) => <OrderSummary key={order.id} order={order} />)}</div>
      {others.length > otherOrders && <Link className="meta" to={`/consumers/${consumer}`}>{t('panel.allOrders', { count: others.length })}</Link>}
    </section>
  );
}
