import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { SeatNote } from '../../api/listening.ts';
import { useUnitName } from '../../app/names.ts';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { toneOfNote } from './words.ts';

/** What somebody wrote down while listening, and what became of it, to its end. */
export function NoteLine({ note, mine, news, here, children }: { note: SeatNote; mine?: boolean; news?: boolean; /** On the page of its own session. */ here?: boolean; children?: ReactNode }) {
  const unitName = useUnitName();
  return (
    <li className="seat-note" data-news={news || undefined}>
      <p className="row incident-marks"><StateMark tone={toneOfNote(note.state)}>{tValue('listening.noteState', note.state)}</StateMark><span className="tag">{tValue('listening.kind', note.kind)}</span>{news && <span className="tag accent">{t('listening.news')}</span>}</p>
      <p className="wrap seat-words">{note.text || t('listening.erased')}</p>
      <p className="meta">{[mine ? '' : note.listenerName, unitName(note.unit)].filter(Boolean).join(' · ')} · <time dateTime={note.at} title={fullTime(note.at)}>{shortTime(note.at)}</time>{!here && <> · <Link to={`/listening/${encodeURIComponent(note.session)}`}>{t('listening.toSession')}</Link></>}</p>
      {note.state !== 'open' && <Became note={note} mine={mine} />}
      {children}
    </li>
  );
}

function Became({ note, mine }: { note: SeatNote; mine?: boolean }) {
  const obstacle = note.obstacle;
  return (
    <blockquote className="wrap">
      <p className="meta">{t('listening.answeredBy', { name: note.answeredBy ?? '', time: note.answeredAt ? shortTime(note.answeredAt) : '' })}</p>
      {note.answer}
      {obstacle && <p>{obstacle.state === 'filed' ? t('listening.obstacleFiled') : t(obstacle.state === 'taken' ? 'listening.obstacleTaken' : 'listening.obstacleAnswered', { name: obstacle.by ?? '' })} {obstacle.answer && <span className="strong">{obstacle.answer}</span>}</p>}
      <p className="row incident-marks">
        {note.state === 'obstacle' && <Link to={mine ? '/obstacles?view=mine' : '/obstacles'}>{t('listening.toObstacle')}</Link>}
        {obstacle?.project && <Link to={`/improvements/${encodeURIComponent(obstacle.project)}`}>{t('listening.toProject')}</Link>}
        {note.state === 'project' && note.ref && <Link to={`/improvements/${encodeURIComponent(note.ref)}`}>{t('listening.toProject')}</Link>}
      </p>
    </blockquote>
  );
}
