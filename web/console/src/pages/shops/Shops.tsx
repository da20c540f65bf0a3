import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { shops } from '../../api/shops.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/cases.css';
import { MeasureCard } from './MeasureCard.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';

const shown: Record<string, Record<string, string>> = { waiting: { state: 'proposed' }, standing: { state: 'in-force' }, appeals: { appeal: 'open' }, all: {} };

/** What was proposed about shops, by whom, on what; decided here by somebody else. */
export default function Shops() {
  useLanguage();
  const me = useMe();
  const [parameters, setParameters] = useSearchParams();
  const show = parameters.get('show') ?? 'waiting';
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['shop-measures', show], queryFn: ({ signal }) => shops.list({ ...shown[show], limit: 100 }, signal), refetchInterval: 15_000 });
  const open = (propose: boolean) => setParameters(propose ? { propose: '1' } : {}, { replace: true });
  return (
    <div className="page"><div className="page-inner asked-parts">
      <div className="row between"><h1>{t('shops.title')}</h1>{mayTalk(me) && <Button type="primary" onClick={() => open(true)}>{t('shops.propose')}</Button>}</div>
      <p className="meta">{t('shops.help')}</p>
      <Segmented aria-label={t('asked.show')} value={show} onChange={(value) => setParameters(value === 'waiting' ? {} : { show: value }, { replace: true })}
        options={[{ value: 'waiting', label: t('shops.waiting') }, { value: 'standing', label: t('shops.standing') }, { value: 'appeals', label: t('shops.appeals') }, { value: 'all', label: t('shops.all') }]} />
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('shops.nothing')} />}
      {data?.items.map((one) => <MeasureCard key={one.id} one={one} />)}
      {parameters.get('propose') && <ProposeDialog shop={parameters.get('shop') ?? undefined} from={parameters.get('case') ?? undefined} close={() => open(false)} />}
    </div></div>
  );
}
