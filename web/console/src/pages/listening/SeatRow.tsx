import { Link } from 'react-router-dom';
import type { Seat } from '../../api/listening.ts';
import { useMe } from '../../app/session.tsx';
import { useUnitName } from '../../app/names.ts';
import { fullTime, minutes, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { toneOf } from './words.ts';

/** One session of a list: who sat beside whom, how, how long, and where it stands. */
export function SeatRow({ seat }: { seat: Seat }) {
  const me = useMe();
  const unitName = useUnitName();
  const title = seat.listener === me.person.id ? t('listening.beside', { host: seat.hostName }) : seat.host === me.person.id ? t('listening.besideMe', { listener: seat.listenerName }) : t('listening.besideWhom', { listener: seat.listenerName, host: seat.hostName });
  return (
    <li className="seat-row">
      <div className="grow">
        <p className="row incident-marks"><StateMark tone={toneOf(seat)}>{tValue('listening.state', seat.state)}</StateMark><span className="tag">{tValue('listening.mode', seat.mode)}</span><span className="tag">{tValue('listening.level', seat.level)}</span>{seat.unit && <span className="tag">{unitName(seat.unit)}</span>}</p>
        <h3><Link to={`/listening/${encodeURIComponent(seat.id)}`} data-row>{title}</Link></h3>
        <p className="meta"><time dateTime={seat.liveAt ?? seat.plannedAt} title={fullTime(seat.liveAt ?? seat.plannedAt)}>{shortTime(seat.liveAt ?? seat.plannedAt)}</time>{seat.because && ` · ${tValue('listening.because', seat.because)}`}</p>
      </div>
      {seat.minutes != null && <p className="seat-minutes numeric">{minutes(seat.minutes)}</p>}
    </li>
  );
}
