import { DatePicker, Form, Input, InputNumber, Select } from 'antd';
import { useId } from 'react';
import type { ActionOffer, Offers } from '../../api/actions.ts';
import type { Order } from '../../api/types.ts';
import { money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { addressParts, swaps } from './arguments.ts';

interface Properties { offer: ActionOffer; order: Order; offers: Offers }

/** One field for each argument that the action's schema has, by its title. */
export function ActionFields({ offer, order, offers }: Properties) {
  return <>{Object.entries(offer.schema.properties).map(([name, member]) => <Field key={name} name={name} title={member.title} offer={offer} order={order} offers={offers} />)}</>;
}

function Field({ name, title, offer, order, offers }: Properties & { name: string; title: string }) {
  const required = offer.schema.required?.includes(name) === true;
  const rules = required ? [{ required: true, message: t('form.required') }] : [];
  const label = required ? title : t('case.optional', { field: title });
  const instruments = offers.instruments.filter((one) => one.id).map((one) => ({ value: one.id!, label: one.label }));
  switch (name) {
    case 'items': return <Pieces offer={offer} order={order} offers={offers} title={title} />;
    case 'address': return <Address title={title} />;
    case 'instrument': return instruments.length === 0 && !required ? null : <Form.Item name={name} label={label} rules={rules}><Select allowClear={!required} options={instruments} placeholder={t('act.sameWay')} /></Form.Item>;
    case 'amount': return <Form.Item name={name} label={t('act.amount', { most: money(order.total) })} rules={rules}><InputNumber min={0} style={{ width: 200 }} addonAfter={order.total?.currency} /></Form.Item>;
    case 'form': return <Form.Item name={name} label={label} rules={rules} initialValue="voucher"><Select options={['voucher', 'cash'].map((form) => ({ value: form, label: tValue('act.form', form) }))} /></Form.Item>;
    case 'from': return <Form.Item name="span" label={t('act.span')} rules={rules}><DatePicker.RangePicker showTime={{ format: 'HH:mm', minuteStep: 30 }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} /></Form.Item>;
    case 'until': return null; // with "from"
    default: return <Form.Item name={name} label={label} rules={rules}><Input maxLength={500} /></Form.Item>;
  }
}

/** Each line of the order: how many pieces of it, or which other variant instead. */
function Pieces({ offer, order, offers, title }: Properties & { title: string }) {
  const heading = useId();
  return (
    <div role="group" aria-labelledby={heading} className="action-pieces">
      <p id={heading}>{title}</p>
      {order.items?.map((item) => {
        const options = offers.variants?.filter((variant) => variant.product === item.productId && variant.sku !== item.sku) ?? [];
        return (
          <div key={item.sku} className="row between">
            <span className="grow">{item.title} <span className="meta numeric">{item.quantity} × {money(item.price)}</span></span>
            {swaps(offer.kind)
              ? <Form.Item name={['newSku', item.sku]} noStyle><Select allowClear style={{ width: 220 }} aria-label={t('act.swapFor', { item: item.title })} placeholder={t('act.keep')} notFoundContent={t('act.noVariant')}
                  options={options.map((variant) => ({ value: variant.sku, label: `${variant.label} ${money(variant.price)}`, disabled: !variant.available }))} /></Form.Item>
              : <Form.Item name={['quantity', item.sku]} noStyle><InputNumber min={0} max={item.quantity} precision={0} placeholder="0" style={{ width: 80 }} aria-label={t('act.howMany', { item: item.title })} /></Form.Item>}
          </div>
        );
      })}
    </div>
  );
}

function Address({ title }: { title: string }) {
  return (
    <fieldset className="action-address">
      <legend>{title}</legend>
      {addressParts.map((part) => <Form.Item key={part} name={['address', part]} label={tValue('act.address', part)} rules={part === 'address1' ? [{ required: true, message: t('form.required') }] : []}><Input maxLength={200} /></Form.Item>)}
    </fieldset>
  );
}
