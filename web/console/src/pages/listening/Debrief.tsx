import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { listening, type NoteKind, type Seat } from '../../api/listening.ts';
import { t } from '../../i18n/language.ts';
import { useAct } from '../../parts/useAct.ts';
import { NoteLine } from './NoteLine.tsx';

/** What was learned: at least one note or obstacle, then the session closes. */
export function Debrief({ seat, mine }: { seat: Seat; mine: boolean }) {
  const queries = useQueryClient();
  const act = useAct();
  const [kind, setKind] = useState<NoteKind>('note');
  const [text, setText] = useState('');
  const notes = seat.notes ?? [];
  const writes = mine && seat.state !== 'closed';
  const again = () => queries.invalidateQueries({ queryKey: ['listening'] });
  const write = async () => {
    if (await act(() => listening.note(seat.id, kind, text.trim()), t('listening.noted'))) { setText(''); setKind('note'); }
    await again();
  };
  return (
    <section className="section" aria-labelledby="seat-debrief">
      <h2 id="seat-debrief">{t(seat.state === 'live' ? 'listening.jot' : 'listening.debrief')}</h2>
      {writes && (
        <div className="obstacle-form">
          <Segmented<NoteKind> aria-label={t('listening.kindOf')} value={kind} onChange={setKind} options={[{ value: 'note', label: t('listening.kind.note') }, { value: 'obstacle', label: t('listening.kind.obstacle') }]} />
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} aria-label={t('listening.noteText')} placeholder={t(kind === 'obstacle' ? 'listening.obstacleExample' : 'listening.noteExample')} value={text} onChange={(event) => setText(event.target.value)} />
          <div className="row incident-buttons">
            <Button type={notes.length === 0 ? 'primary' : 'default'} disabled={!text.trim()} onClick={() => void write()}>{t('listening.write')}</Button>
            {seat.state === 'debrief' && <Button type={notes.length > 0 ? 'primary' : 'default'} disabled={notes.length === 0} onClick={() => void act(() => listening.close(seat.id), t('listening.closed')).then(again)}>{t('listening.close')}</Button>}
            {seat.state === 'debrief' && notes.length === 0 && <span className="meta">{t('listening.noteFirst')}</span>}
          </div>
        </div>
      )}
      {notes.length === 0 && !writes && <p className="meta">{t('listening.noNotesHere')}</p>}
      {notes.length > 0 && <ul className="seat-notes">{notes.map((note) => <NoteLine key={note.id} note={note} mine={mine} here />)}</ul>}
    </section>
  );
}
