import { Link } from 'react-router-dom';
import type { OrderCard } from '../api/types.ts';
import { money, shortTime } from '../i18n/format.ts';
import { t, tValue } from '../i18n/language.ts';
import { ParcelMark, PromiseMark } from './state.tsx';

/** An order in three lines: what, where it stands, what we promised. */
export function OrderSummary({ order, link = true }: { order: OrderCard; link?: boolean }) {
  return (
    <div className="order-summary">
      <div className="row between">
        {link ? <Link className="strong cut" to={`/orders/${order.id}`}>{order.title}</Link> : <span className="strong cut">{order.title}</span>}
        <span className="numeric">{money(order.total)}</span>
      </div>
      <div className="row meta"><span className="tag">{order.stateText ?? tValue('order', order.state)}</span><span className="cut">{[order.unit?.name, order.merchant?.name].filter(Boolean).join(' · ')}</span>{order.merchant?.badge && <span className="tag" title={t('order.badge')}>★ {t('order.badge')}</span>}</div>
      {order.promise && <PromiseMark promise={order.promise} order={order.state} />}
      {order.parcel && !order.promise && <ParcelMark state={order.parcel.state} />}
      <div className="meta numeric cut">{t('order.placed', { number: order.number, at: shortTime(order.placedAt) })}</div>
    </div>
  );
}
