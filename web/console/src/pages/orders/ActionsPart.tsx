import { Button } from 'antd';
import { useState } from 'react';
import type { ActionOffer } from '../../api/actions.ts';
import type { Order } from '../../api/types.ts';
import { useActions } from '../../app/actions.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { t } from '../../i18n/language.ts';
import { ChoiceDialog } from '../../parts/ChoiceDialog.tsx';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { ActionDialog } from './ActionDialog.tsx';
import { ActionLine } from './ActionLine.tsx';
import { useForgetOrder, useOffers, useOrderActions } from './useOrderActions.ts';
import '../../styles/orders.css';

interface Properties { order: Order; conversation?: string; of?: string; keys?: boolean }

/**
 * What can be done for this order now, and what was done. What cannot be granted is not offered; why not is told on demand.
 * @param of The case it belongs to. @param keys Whether a letter opens the list of actions here.
 */
export function ActionsPart({ order, conversation, of, keys }: Properties) {
  const may = mayTalk(useMe());
  const offers = useOffers(order.id, may);
  const done = useOrderActions(order.id);
  const forget = useForgetOrder(order.id);
  const [chosen, choose] = useState<ActionOffer>();
  const [choosing, setChoosing] = useState(false);
  const items = offers.data?.items ?? [];
  useActions(keys && items.length > 0 ? [{ key: 'order-act', title: 'act.first', shortcut: 'a', run: () => setChoosing(true) }] : []);
  return (
    <div className="stack order-actions">
      {offers.isLoading && <Skeleton rows={1} />}
      {offers.error && <Problem error={offers.error} retry={() => void offers.refetch()} />}
      {offers.data && (
        <div className="row wrap-row" role="group" aria-label={t('act.offered')}>
          {items.map((offer) => <Button key={offer.kind} size="small" onClick={() => choose(offer)}>{offer.title}</Button>)}
          {items.length === 0 && <p className="meta">{t('act.nothing')}</p>}
        </div>
      )}
      {!!offers.data?.withheld?.length && (
        <details className="meta">
          <summary>{t('act.withheld', { count: offers.data.withheld.length })}</summary>
          <dl>{offers.data.withheld.map((one) => <div key={one.kind}><dt>{one.title}</dt><dd>{one.detail}</dd></div>)}</dl>
        </details>
      )}
      <ul className="action-lines">{done.data?.items.toReversed().map((action) => <ActionLine key={action.id} action={action} changed={forget} />)}</ul>
      {choosing && <ChoiceDialog title={t('act.offered')} choices={items.map((offer) => ({ key: offer.kind, label: offer.title }))} close={() => setChoosing(false)} onChoose={(kind) => choose(items.find((offer) => offer.kind === kind))} />}
      {chosen && offers.data && <ActionDialog order={order} offer={chosen} offers={offers.data} conversation={conversation} of={of} close={() => choose(undefined)} done={forget} />}
    </div>
  );
}
