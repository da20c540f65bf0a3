import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router-dom';
import { conversations, orders } from '../../api/calls.ts';
import type { Order } from '../../api/types.ts';
import { useOrder } from '../../app/queries.ts';
import { fullTime, money, shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { ParcelTrace } from '../../parts/ParcelTrace.tsx';
import { PromiseMark } from '../../parts/state.tsx';
import { Timeline } from '../../parts/Timeline.tsx';
import { ActionsPart } from './ActionsPart.tsx';

/** One order: what was promised, where it is, what was paid, and everything that was said about it. */
export default function OrderPage() {
  useLanguage();
  const { id = '' } = useParams();
  const { data, error, isLoading, refetch } = useOrder(id);
  return (
    <div className="page"><div className="page-inner">
      {!data && <h1 className="visually-hidden">{t('consumer.orders')}</h1>}
      {isLoading && <Skeleton rows={12} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <Head order={data} />
          <div className="two-columns">
            <div><Part title={t('act.title')}><OrderActions order={data} /></Part><Facts order={data} /></div>
            <section><h2>{t('consumer.timeline')}</h2><Timeline name={['order-timeline', id]} filters read={(after, narrow) => orders.timeline(id, after, narrow)} empty={t('timeline.empty')} /></section>
          </div>
        </>
      )}
    </div></div>
  );
}

function Head({ order }: { order: Order }) {
  return (
    <header className="page-head">
      <div className="grow">
        <h1>{order.title}</h1>
        <div className="meta numeric">{[order.number, order.unit?.name, order.merchant?.name, fullTime(order.placedAt)].filter(Boolean).join(' · ')}</div>
        <div className="row" style={{ marginTop: 8, gap: 16, flexWrap: 'wrap' }}>
          <span className="tag accent">{order.stateText ?? tValue('order', order.state)}</span>
          {order.promise && <PromiseMark promise={order.promise} order={order.state} />}
          {order.person && <Link to={`/consumers/${order.person}`}>{t('orderPage.consumer')}</Link>}
        </div>
      </div>
      <Link to={`/orders/${encodeURIComponent(order.id)}/journey`}>{t('journey.open')}</Link>
      <Link to={`/conversations?order=${order.id}`}>{t('orderPage.conversations')}</Link>
    </header>
  );
}

/** Where the customer can be asked: the conversation they have with somebody of the staff now, whatever it began with. */
function OrderActions({ order }: { order: Order }) {
  const { data } = useQuery({ queryKey: ['talk-of', order.person], queryFn: () => conversations.list({ person: order.person ?? undefined, state: 'agent', limit: 1 }), enabled: !!order.person, staleTime: 10_000 });
  return <ActionsPart order={order} conversation={data?.items[0]?.id} keys />;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className="order-part"><h2>{title}</h2>{children}</section>;
}

function Facts({ order }: { order: Order }) {
  const { address } = order;
  return (
    <>
      <Part title={t('orderPage.parcels')}>
        {order.parcels?.length
          ? order.parcels.map((parcel, index) => <ParcelTrace key={parcel.trackingNumber ?? index} parcel={parcel} whole />)
          : order.parcel ? <ParcelTrace parcel={{ ...order.parcel, traces: order.parcel.lastTrace ? [order.parcel.lastTrace] : [] }} /> : <p className="meta">{t('orderPage.noParcel')}</p>}
      </Part>
      <Part title={t('orderPage.items')}>
        <ul className="items">
          {order.items?.map((item) => (
            <li key={item.sku} className="row between">
              <span className="grow"><span className="wrap">{item.title}</span>{item.options && <span className="meta"> {typeof item.options === 'string' ? item.options : Object.values(item.options).join(' · ')}</span>}</span>
              <span className="numeric">{item.quantity} × {money(item.price)}</span>
            </li>
          ))}
          <li className="row between total"><span>{t('orderPage.total')}</span><span className="numeric strong">{money(order.total)}</span></li>
        </ul>
      </Part>
      {!!order.payments?.length && <Part title={t('orderPage.payments')}>{order.payments.map((payment) => <Line key={payment.id} left={payment.method ?? payment.id} at={payment.at} amount={money(payment.captured)} />)}</Part>}
      {!!order.refunds?.length && <Part title={t('orderPage.refunds')}>{order.refunds.map((refund) => <Line key={refund.id} left={[tValue('refund', refund.state), refund.reason].filter(Boolean).join(' – ')} at={refund.at} amount={money(refund.amount)} />)}</Part>}
      {address && <Part title={t('orderPage.address')}><p className="wrap">{address}</p></Part>}
    </>
  );
}
function Line({ left, at, amount }: { left: string; at?: string | null; amount: string }) {
  return <div className="row between"><span className="grow">{left}{at && <span className="meta"> {shortTime(at)}</span>}</span><span className="numeric">{amount}</span></div>;
}
