import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { newId } from '../../api/identifiers.ts';
import { listening, type SeatHost, type SeatMode } from '../../api/listening.ts';
import { useUnitName } from '../../app/names.ts';
import { languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { PresenceMark } from '../../parts/state.tsx';

const modes: SeatMode[] = ['shadow', 'assisted', 'approved'];
/** Those at the top take contacts now; the others are shown when asked for. */
const firstHosts = 6;

/** How I want to listen, and beside whom. Who takes contacts now stands first. */
export function TakeSeat() {
  const [mode, setMode] = useState<SeatMode>('assisted');
  const [all, setAll] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({ queryKey: ['listening', 'hosts'], queryFn: listening.hosts, refetchInterval: 15_000 });
  const ask = async (host: SeatHost) => {
    setRefusal(undefined);
    try {
      const seat = await listening.plan(newId(), host.id, mode);
      await queries.invalidateQueries({ queryKey: ['listening', 'mine'] });
      navigate(`/listening/${encodeURIComponent(seat.id)}`);
    } catch (problem) { setRefusal(problemText(problem)); }
  };
  return (
    <section className="section seat-take" aria-labelledby="take-seat">
      <h2 id="take-seat">{t('listening.take')}</h2>
      <fieldset className="seat-modes">
        <legend className="meta">{t('listening.how')}</legend>
        <Radio.Group value={mode} onChange={(event) => setMode(event.target.value as SeatMode)}>
          {modes.map((one) => <Radio key={one} value={one}><span className="strong">{tValue('listening.mode', one)}</span><span className="meta">{tValue('listening.modeText', one)}</span></Radio>)}
        </Radio.Group>
      </fieldset>
      {refusal && <Alert type="error" role="alert" message={refusal} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={5} />}
      {data?.items.length === 0 && <p className="meta">{t('listening.noHosts')}</p>}
      {!!data?.items.length && (
        <>
          <ul className="seat-hosts">{data.items.slice(0, all ? undefined : firstHosts).map((host) => <Host key={host.id} host={host} ask={() => ask(host)} />)}</ul>
          {!all && data.items.length > firstHosts && <Button type="link" onClick={() => setAll(true)}>{t('listening.moreHosts', { count: data.items.length - firstHosts })}</Button>}
        </>
      )}
    </section>
  );
}

function Host({ host, ask }: { host: SeatHost; ask: () => Promise<void> }) {
  const unitName = useUnitName();
  const [busy, setBusy] = useState(false);
  return (
    <li>
      <div className="grow">
        <p className="row"><span className="strong">{host.name}</span><PresenceMark state={host.presence} />{host.contacts > 0 && <span className="meta">{t('listening.contacts', { count: host.contacts })}</span>}</p>
        <p className="meta">{[host.units.map((unit) => unitName(unit)).join(' '), host.languages.map(languageName).join(' ')].filter(Boolean).join(' · ')}</p>
      </div>
      <Button loading={busy} aria-label={t('listening.sitBy', { name: host.name })} onClick={() => { setBusy(true); void ask().finally(() => setBusy(false)); }}>{t('listening.sit')}</Button>
    </li>
  );
}
