import { useQuery } from '@tanstack/react-query';
import { systems } from '../../api/systems.ts';
import { t } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';
import '../../styles/systems.css';
import { CallLine } from './CallLine.tsx';

/** Who was called about something, and how far they are. */
export function CallPanel({ subject }: { subject: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ['system-calls', subject], queryFn: ({ signal }) => systems.calls({ subject }, signal), refetchInterval: 5_000 });
  return (
    <section aria-labelledby="calls-title">
      <h2 id="calls-title">{t('calls.title')}</h2>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && data.items.length === 0 && <p className="meta">{t('calls.none')}</p>}
      {!!data?.items.length && <ul className="call-list">{data.items.map((call) => <CallLine key={call.id} call={call} />)}</ul>}
    </section>
  );
}
