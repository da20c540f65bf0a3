import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Select } from 'antd';
import { useState } from 'react';
import { webhooks } from '../../api/connectors.ts';
import type { Webhook, WebhookDelivery } from '../../api/types.ts';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';

/** What was sent to one webhook, what it answered, and once more. */
export function WebhookLog({ webhook, close }: { webhook: Webhook; close: () => void }) {
  const [state, setState] = useState('all');
  const [chosen, setChosen] = useState<string>();
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['settings', 'webhook-log', webhook.id, state], queryFn: ({ pageParam }) => webhooks.deliveries(webhook.id, state === 'all' ? undefined : state, pageParam),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined, refetchInterval: 10_000,
  });
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer open onClose={close} width={Math.min(720, innerWidth)} title={t('webhooks.logTitle', { name: webhook.name })}
      extra={<Select aria-label={t('mails.show')} value={state} onChange={setState} options={['all', 'waiting', 'delivered', 'failed'].map((value) => ({ value, label: tValue('webhooks.delivery', value) }))} popupMatchSelectWidth={false} />}>
      {isLoading && <Skeleton rows={8} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && rows.length === 0 && <Empty title={t('webhooks.logEmpty')} />}
      {rows.map((row) => <DeliveryLine key={row.id} delivery={row} open={chosen === row.id} toggle={() => setChosen(chosen === row.id ? undefined : row.id)} />)}
      {hasNextPage && <Button style={{ marginTop: 16 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('action.more')}</Button>}
    </Drawer>
  );
}

function DeliveryLine({ delivery, open, toggle }: { delivery: WebhookDelivery; open: boolean; toggle: () => void }) {
  const tone = delivery.state === 'delivered' ? 'good' : delivery.state === 'failed' ? 'bad' : delivery.attempts > 0 ? 'risk' : 'none';
  return (
    <div className="delivery">
      <button type="button" className="delivery-head" aria-expanded={open} onClick={toggle}>
        <StateMark tone={tone}>{tValue('webhooks.delivery', delivery.state)}</StateMark>
        <code className="grow">{delivery.event}</code>
        <span className="meta numeric">{delivery.status ?? ''} · {t('webhooks.tries', { count: delivery.attempts })} · {shortTime(delivery.createdAt)}</span>
      </button>
      {open && <Detail id={delivery.id} />}
    </div>
  );
}

function Detail({ id }: { id: string }) {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'webhook-delivery', id], queryFn: () => webhooks.delivery(id) });
  const queries = useQueryClient();
  const act = useAct();
  const again = async () => { if (await act(() => webhooks.redeliver(id), t('webhooks.redelivered'))) void queries.invalidateQueries({ queryKey: ['settings'] }); };
  if (isLoading) return <Skeleton rows={4} />;
  if (error || !data) return <Problem error={error} retry={() => void refetch()} />;
  return (
    <div className="delivery-detail">
      <p className="meta"><code>{id}</code></p>
      <h3>{t('webhooks.request')}</h3>
      <pre tabIndex={0}>{`POST ${data.url}\n\n${data.body}`}</pre>
      {data.attempts.map((attempt) => (
        <section key={`${attempt.number}-${attempt.at}`}>
          <h3>{t('webhooks.attempt', { number: attempt.number, at: fullTime(attempt.at), duration: attempt.durationMilliseconds })}</h3>
          {attempt.problem && <p className="badly">{attempt.problem}</p>}
          {attempt.answer && <pre tabIndex={0}>{attempt.answer}</pre>}
        </section>
      ))}
      {data.delivery.nextAt && <p className="meta">{t('webhooks.nextAt', { at: fullTime(data.delivery.nextAt) })}</p>}
      {data.delivery.state !== 'waiting' && data.delivery.event !== 'webhook.ping' && <Button size="small" onClick={() => void again()}>{t('webhooks.redeliver')}</Button>}
    </div>
  );
}
