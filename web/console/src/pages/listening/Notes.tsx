import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { improvements } from '../../api/improvements.ts';
import { listening, type SeatNote } from '../../api/listening.ts';
import { useMe } from '../../app/session.tsx';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { NoteLine } from './NoteLine.tsx';

const shown = ['open', 'answered', 'obstacle', 'project'] as const;

/** What listeners wrote down and nobody has answered yet; and what became of the rest. */
export default function Notes() {
  const [parameters, setParameters] = useSearchParams();
  const show = shown.find((one) => one === parameters.get('show')) ?? 'open';
  const { data, error, refetch } = useQuery({ queryKey: ['listening', 'notes', show], queryFn: () => listening.notes({ state: show, limit: 100 }), refetchInterval: 10_000 });
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('listening.notes')}</h1><p className="meta">{t('listening.notesIntro')}</p></div>
        <Segmented aria-label={t('listening.show')} value={show} onChange={(value) => setParameters(value === 'open' ? {} : { show: value }, { replace: true })} options={shown.map((value) => ({ value, label: tValue('listening.noteState', value) }))} />
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data?.items.length === 0 && <Empty title={t(show === 'open' ? 'listening.noneOpen' : 'listening.noneSuch')}>{t('listening.noneOpenText')}</Empty>}
      {!!data?.items.length && <ul className="seat-notes">{data.items.map((note) => <NoteLine key={note.id} note={note}>{note.state === 'open' && <Answering note={note} />}</NoteLine>)}</ul>}
    </>
  );
}

/** One click makes it an obstacle, in its listener's words and name; an answer needs words, a project the one it is. */
function Answering({ note }: { note: SeatNote }) {
  const me = useMe();
  const queries = useQueryClient();
  const act = useAct();
  const [how, setHow] = useState<'answered' | 'project'>();
  const [words, setWords] = useState('');
  const [project, setProject] = useState<string>();
  const projects = useQuery({ queryKey: ['improvements'], queryFn: () => improvements.projects({ limit: 200 }), enabled: how === 'project' });
  const run = (answering: () => Promise<unknown>, done: string) => void act(answering, done).then(() => queries.invalidateQueries({ queryKey: ['listening'] }));
  if (note.listener === me.person.id) return <p className="meta">{t('listening.ownNote')}</p>;
  return (
    <>
      <div className="row incident-buttons">
        <Button type={note.kind === 'obstacle' ? 'primary' : 'default'} disabled={!note.text} onClick={() => run(() => listening.answer(note.id, 'obstacle'), t('listening.madeObstacle'))}>{t('listening.makeObstacle')}</Button>
        <Button onClick={() => setHow('answered')}>{t('listening.answer')}</Button>
        <Button onClick={() => setHow('project')}>{t('listening.isProject')}</Button>
      </div>
      {how && (
        <div className="stack pull-saying">
          {how === 'project' && <Select aria-label={t('listening.whichProject')} placeholder={t('listening.whichProject')} value={project} onChange={setProject} loading={projects.isLoading} options={projects.data?.items.map((one) => ({ value: one.id, label: one.title }))} />}
          <Input.TextArea autoFocus={how === 'answered'} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} aria-label={t('listening.answerTo', { name: note.listenerName })} placeholder={t('listening.answerTo', { name: note.listenerName })} value={words} onChange={(event) => setWords(event.target.value)} />
          <div className="row"><Button type="primary" disabled={!words.trim() || (how === 'project' && !project)} onClick={() => run(() => listening.answer(note.id, how, words.trim(), how === 'project' ? project : undefined), t('listening.answered'))}>{t('listening.sendAnswer')}</Button><Button type="text" onClick={() => setHow(undefined)}>{t('action.cancel')}</Button></div>
        </div>
      )}
    </>
  );
}
