import { CustomerServiceOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { listening, type Seat } from '../../api/listening.ts';
import { announce } from '../../app/announce.tsx';
import { t, tValue } from '../../i18n/language.ts';
import { useAct } from '../../parts/useAct.ts';
import '../../styles/listening.css';

/** Sessions in which I am the host: asked about seldom while there is none, and every two seconds while somebody waits. */
export function useHosted(): Seat[] {
  const { data } = useQuery({ queryKey: ['listening', 'hosted'], queryFn: () => listening.list({ role: 'host', state: 'open', limit: 10 }), refetchInterval: (query) => (query.state.data?.items.length ? 2_000 : 15_000), retry: false });
  return data?.items ?? [];
}

/** Who would like to sit beside me, and who sits there: never a dialog, and it takes no contact away. */
export function HostBar({ chosen, choose, mine }: { chosen?: string; choose: (conversation: string) => void; mine: (conversation: string) => boolean }) {
  const queries = useQueryClient();
  const act = useAct();
  const seats = useHosted();
  const asked = seats.find((seat) => seat.state === 'planned');
  useEffect(() => { if (asked) announce(t('listening.asks', { listener: asked.listenerName })); }, [asked?.id]);
  const run = (step: () => Promise<unknown>, done: string) => void act(step, done).then(() => queries.invalidateQueries({ queryKey: ['listening'] }));
  const shown = seats.filter((seat) => seat.state !== 'live' || seat.conversation !== chosen);
  if (shown.length === 0) return null;
  return (
    <section className="seat-bar" aria-label={t('rail.listening')}>
      {shown.map((seat) => (
        <div key={seat.id} className="row">
          <CustomerServiceOutlined aria-hidden="true" />
          <p className="grow"><span className="strong">{seat.state === 'planned' ? t('listening.asks', { listener: seat.listenerName }) : seat.state === 'seated' ? t('listening.sits', { listener: seat.listenerName }) : t('listening.listens', { listener: seat.listenerName })}</span> <span className="meta">{tValue('listening.level', seat.level)} · {tValue('listening.modeForHost', seat.mode)}</span></p>
          {seat.state === 'planned' && <Button type="primary" size="small" onClick={() => run(() => listening.agree(seat.id), t('listening.agreed'))}>{t('listening.agree')}</Button>}
          {seat.state === 'seated' && chosen && mine(chosen) && <Button size="small" onClick={() => run(() => listening.take(seat.id, chosen), t('listening.taken'))}>{t('listening.takeThis')}</Button>}
          {seat.state !== 'live' && <Button size="small" onClick={() => run(() => listening.refuse(seat.id), t('listening.refused'))}>{t(seat.state === 'planned' ? 'listening.refuse' : 'listening.notNow')}</Button>}
          {seat.state === 'live' && seat.conversation && <Button size="small" onClick={() => choose(seat.conversation!)}>{t('listening.toContact')}</Button>}
        </div>
      ))}
    </section>
  );
}
