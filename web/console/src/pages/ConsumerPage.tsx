import { Link, useParams } from 'react-router-dom';
import { consumers } from '../api/calls.ts';
import type { Consumer } from '../api/types.ts';
import { useConsumer, useConsumerOrders } from '../app/queries.ts';
import { languageName, shortDay } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../parts/feedback.tsx';
import { OrderSummary } from '../parts/OrderSummary.tsx';
import { Avatar, personName, Tier } from '../parts/person.tsx';
import { PersonRecords } from '../parts/PersonRecords.tsx';
import { Identity } from '../parts/Reveal.tsx';
import { Timeline } from '../parts/Timeline.tsx';

/** One person over all units and systems: who they are, what they bought, what happened. */
export default function ConsumerPage() {
  useLanguage();
  const { id = '' } = useParams();
  const { data, error, isLoading, refetch } = useConsumer(id);
  return (
    <div className="page"><div className="page-inner">
      {!data && <h1 className="visually-hidden">{t('panel.label')}</h1>}
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <Head consumer={data} />
          <div className="two-columns">
            <div><PersonRecords id={data.id} /><section><h2>{t('consumer.orders')}</h2><Orders id={id} /></section></div>
            <section><h2>{t('consumer.timeline')}</h2><Timeline name={['consumer-timeline', id]} filters read={(after, narrow) => consumers.timeline(id, after, narrow)} empty={t('timeline.empty')} /></section>
          </div>
        </>
      )}
    </div></div>
  );
}

function Head({ consumer }: { consumer: Consumer }) {
  const name = personName(consumer);
  return (
    <header className="page-head">
      <div className="row" style={{ gap: 12 }}>
        <Avatar name={name} />
        <div>
          <div className="row"><h1>{name}</h1><Tier tier={consumer.tier} /></div>
          <div className="meta">{[languageName(consumer.language), t('panel.since', { at: shortDay(consumer.since) })].filter(Boolean).join(' · ')}</div>
          <div className="row" style={{ flexWrap: 'wrap', gap: 12 }}>{consumer.identities.map((identity) => <Identity key={identity.field} person={consumer.id} identity={identity} left={consumer.revealsLeft} />)}</div>
        </div>
      </div>
      <Link to={`/conversations?person=${consumer.id}`}>{t('consumer.conversations', { count: consumer.counts.conversations ?? 0 })}</Link>
    </header>
  );
}

function Orders({ id }: { id: string }) {
  const { data, error, isLoading, refetch } = useConsumerOrders(id);
  if (isLoading) return <Skeleton rows={8} />;
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  if (!data?.items.length) return <Empty title={t('panel.noOtherOrders')}>{t('consumer.noOrdersText')}</Empty>;
  return <div className="stack divided">{data.items.map((order) => <OrderSummary key={order.id} order={order} />)}</div>;
}
