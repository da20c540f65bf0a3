import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { newId } from '../../api/identifiers.ts';
import { improvements, type Obstacle } from '../../api/improvements.ts';
import { useUnitName, useUnitOptions } from '../../app/names.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { ProposeDialog } from '../improvements/ProposeDialog.tsx';
import '../../styles/incidents.css';
import '../../styles/improvements.css';

/** Anybody says what stands in the way, sees what became of it, and hears back by name. */
export default function Obstacles() {
  useLanguage();
  const judge = mayJudge(useMe());
  const [search, setSearch] = useSearchParams();
  const inbox = judge && search.get('view') !== 'mine';
  const { data, error, refetch } = useQuery({ queryKey: ['obstacles', inbox], queryFn: () => improvements.obstacles({ limit: 100, ...(inbox ? {} : { mine: true }) }) });
  const waiting = data?.items.filter((one) => one.state !== 'answered') ?? [];
  const answered = data?.items.filter((one) => one.state === 'answered') ?? [];
  return (
    <div className="page"><div className="page-inner improvements">
      <header className="page-head"><h1>{t('rail.obstacles')}</h1><p className="meta">{t('obstacle.lead')}</p></header>
      <FileForm />
      {judge && <Segmented className="obstacle-views" value={inbox ? 'inbox' : 'mine'} onChange={(value) => setSearch(value === 'mine' ? { view: 'mine' } : {})} options={[{ value: 'inbox', label: t('obstacle.inbox') }, { value: 'mine', label: t('obstacle.mine') }]} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} />}
      {data?.items.length === 0 && <Empty title={t('obstacle.none')}>{t('obstacle.noneText')}</Empty>}
      {[['waiting', waiting] as const, ['answered', answered] as const].map(([name, some]) => some.length > 0 && (
        <section key={name} aria-labelledby={`obstacles-${name}`}><h2 id={`obstacles-${name}`}>{tValue('obstacle.part', name)}</h2><ul className="obstacles">{some.map((one) => <Line key={one.id} obstacle={one} judge={judge} />)}</ul></section>
      ))}
    </div></div>
  );
}

function FileForm() {
  const queries = useQueryClient();
  const act = useAct();
  const [id, setId] = useState(() => newId());
  const [text, setText] = useState('');
  const [kind, setKind] = useState<'obstacle' | 'voice'>('obstacle');
  const [unit, setUnit] = useState<string>();
  const units = useUnitOptions();
  const send = async () => {
    if (await act(() => improvements.file({ id, text: text.trim(), kind, unit }), t('obstacle.filed'))) { setText(''); setId(newId()); }
    await queries.invalidateQueries({ queryKey: ['obstacles'] });
  };
  return (
    <section className="obstacle-form" aria-label={t('obstacle.file')}>
      <Segmented<'obstacle' | 'voice'> value={kind} onChange={(value) => setKind(value)} options={[{ value: 'obstacle', label: t('obstacle.kind.obstacle') }, { value: 'voice', label: t('obstacle.kind.voice') }]} />
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} aria-label={t('obstacle.text')} placeholder={t(kind === 'voice' ? 'obstacle.voiceText' : 'obstacle.text')} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="row"><Select allowClear showSearch optionFilterProp="label" className="obstacle-unit" aria-label={t('obstacle.unit')} placeholder={t('obstacle.unit')} value={unit} onChange={setUnit} options={units} /><Button type="primary" disabled={!text.trim()} onClick={() => void send()}>{t('obstacle.file')}</Button></div>
    </section>
  );
}

function Line({ obstacle, judge }: { obstacle: Obstacle; judge: boolean }) {
  const queries = useQueryClient();
  const act = useAct();
  const unitName = useUnitName();
  const [answer, setAnswer] = useState<string>();
  const [proposing, setProposing] = useState(false);
  const seat = obstacle.origin?.startsWith('listening/') ? obstacle.origin.slice('listening/'.length) : undefined;
  const again = () => queries.invalidateQueries({ queryKey: ['obstacles'] });
  useEffect(() => { if (obstacle.news) void improvements.seen(obstacle.id); }, [obstacle.id, obstacle.news]);
  return (
    <li className="obstacle" data-news={obstacle.news || undefined}>
      <p className="meta">{obstacle.filer} · {shortTime(obstacle.filedAt)} · {tValue('obstacle.kind', obstacle.kind)} · {obstacle.unit && `${unitName(obstacle.unit)} · `} <span className="tag">{tValue('obstacle.state', obstacle.state)}</span>{obstacle.takenBy && obstacle.state === 'taken' && ` ${obstacle.takenBy}`}</p>
      <p className="wrap">{obstacle.text ?? t('obstacle.erased')}</p>
      {(obstacle.conversation || obstacle.project || seat) && <p className="meta">{seat && <Link to={`/listening/${encodeURIComponent(seat)}`}>{t('obstacle.heardAt')}</Link>} {obstacle.conversation && <Link to={`/conversations?conversation=${encodeURIComponent(obstacle.conversation)}`}>{t('obstacle.conversation')}</Link>} {obstacle.project && <Link to={`/improvements/${encodeURIComponent(obstacle.project)}`}>{t('obstacle.project')}</Link>}</p>}
      {obstacle.answer && <blockquote className="wrap"><p className="meta">{t('obstacle.answeredBy', { name: obstacle.answeredBy ?? '', time: shortTime(obstacle.answeredAt!) })}</p>{obstacle.answer}</blockquote>}
      {judge && obstacle.state !== 'answered' && answer === undefined && (
        <div className="row">
          {obstacle.state === 'filed' && <Button onClick={() => void act(() => improvements.take(obstacle.id), t('obstacle.taken')).then(again)}>{t('obstacle.take')}</Button>}
          <Button onClick={() => setAnswer('')}>{t('obstacle.answer')}</Button>
          {!obstacle.project && <Button onClick={() => setProposing(true)}>{t('obstacle.toProject')}</Button>}
        </div>
      )}
      {answer !== undefined && (
        <div className="row"><Input.TextArea autoFocus autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4_000} aria-label={t('obstacle.answerTo', { name: obstacle.filer })} placeholder={t('obstacle.answerTo', { name: obstacle.filer })} value={answer} onChange={(event) => setAnswer(event.target.value)} />
          <Button type="primary" disabled={!answer.trim()} onClick={() => void act(() => improvements.answer(obstacle.id, answer.trim()), t('obstacle.answered')).then((done) => { if (done) setAnswer(undefined); return again(); })}>{t('obstacle.send')}</Button></div>
      )}
      {proposing && <ProposeDialog obstacle={obstacle.id} close={() => { setProposing(false); void again(); }} />}
    </li>
  );
}
