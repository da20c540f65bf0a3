import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { newId } from '../../api/identifiers.ts';
import { improvements, type ProjectDetail, type ProjectState } from '../../api/improvements.ts';
import { useUnitName } from '../../app/names.ts';
import { fullTime, shortDay, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { EffectPicture } from './EffectPicture.tsx';

/** One project: what is wanted less, how it was before, what was done, and what the figures say after. */
export default function ProjectPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({ queryKey: ['improvement', id], queryFn: () => improvements.project(id) });
  return (
    <>
      <p className="meta"><Link to="/improvements">{t('rail.improvements')}</Link></p>
      {!data && <h1 className="visually-hidden">{t('rail.improvements')}</h1>}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={14} />}
      {data && (
        <>
          <Head detail={data} />
          <div className="incident-columns">
            <div className="incident-main">
              <section aria-labelledby="project-text"><h2 id="project-text">{t('improvement.what')}</h2><p className="wrap">{data.text}</p></section>
              <EffectPicture detail={data} />
              <Statements detail={data} />
            </div>
            <aside className="incident-side" aria-label={t('improvement.steps')}><Deeds detail={data} /><History detail={data} /></aside>
          </div>
        </>
      )}
    </>
  );
}

function Head({ detail: { project } }: { detail: ProjectDetail }) {
  const unitName = useUnitName();
  return (
    <header className="incident-head">
      <p><span className="tag">{tValue('improvement.state', project.state)}</span></p>
      <h1>{project.title}</h1>
      <p className="meta">{[project.reasonTitle, Object.values(project.aim.node ?? {}).join(' · '), project.unit && (unitName(project.unit) ?? project.unit), project.campaign].filter(Boolean).join(' · ')}</p>
      <p className="meta">{t('improvement.by', { proposer: project.proposer, day: shortDay(project.proposedAt) })}{project.owner && ` · ${t('improvement.ownedBy', { owner: project.owner })}`}{project.incident && <> · <Link to={`/incidents/${encodeURIComponent(project.incident)}`}>{t('improvement.fromIncident')}</Link></>}</p>
    </header>
  );
}

function Deeds({ detail }: { detail: ProjectDetail }) {
  const queries = useQueryClient();
  const act = useAct();
  const [to, setTo] = useState<ProjectState>();
  const [note, setNote] = useState('');
  if (detail.may.length === 0) return null;
  const run = async () => {
    if (to && await act(() => improvements.step(detail.project.id, to, note.trim() || undefined), t('improvement.stepped'))) { setTo(undefined); setNote(''); }
    await queries.invalidateQueries({ queryKey: ['improvement', detail.project.id] });
    await queries.invalidateQueries({ queryKey: ['improvements'] });
  };
  return (
    <section className="incident-decide stack" aria-label={t('improvement.decide')}>
      <div className="row incident-buttons">{detail.may.map((one) => <Button key={one} type={one === 'closed' ? 'default' : 'primary'} onClick={() => setTo(one)}>{tValue('improvement.deed', one)}</Button>)}</div>
      <Modal open={!!to} title={to && tValue('improvement.deed', to)} okText={to && tValue('improvement.deed', to)} okButtonProps={{ disabled: to === 'closed' && !note.trim() }} cancelText={t('action.cancel')} onCancel={() => setTo(undefined)} onOk={() => void run()} destroyOnHidden>
        <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} aria-label={t('improvement.note')} placeholder={to === 'closed' ? t('improvement.closeNote') : t('improvement.note')} value={note} onChange={(event) => setNote(event.target.value)} />
      </Modal>
    </section>
  );
}

function Statements({ detail }: { detail: ProjectDetail }) {
  const queries = useQueryClient();
  const act = useAct();
  const [text, setText] = useState('');
  const send = async () => {
    if (await act(() => improvements.state(detail.project.id, newId(), text.trim()), t('improvement.stated'))) setText('');
    await queries.invalidateQueries({ queryKey: ['improvement', detail.project.id] });
  };
  return (
    <section aria-labelledby="project-statements">
      <h2 id="project-statements">{t('improvement.statements')}</h2>
      <p className="meta">{t('improvement.statementsText')}</p>
      <ul className="statements">{detail.statements.map((one) => <li key={one.id}><blockquote className="wrap">{one.text}</blockquote><p className="meta">{one.author} · {shortTime(one.at)}</p></li>)}</ul>
      <div className="row"><Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} maxLength={4_000} aria-label={t('improvement.statement')} placeholder={t('improvement.statement')} value={text} onChange={(event) => setText(event.target.value)} /><Button disabled={!text.trim()} onClick={() => void send()}>{t('improvement.state')}</Button></div>
    </section>
  );
}

function History({ detail }: { detail: ProjectDetail }) {
  return (
    <section aria-labelledby="project-steps">
      <h2 id="project-steps">{t('improvement.steps')}</h2>
      <ol className="incident-history">{detail.steps.map((step, index) => (
        <li key={`${step.state}${index}`}><span className="meta numeric"><time dateTime={step.at} title={fullTime(step.at)}>{shortDay(step.at)}</time></span> <span>{tValue('improvement.state', step.state)}{step.by && <span className="meta"> {step.by}</span>}{step.told && <span className="meta"> {t('improvement.toldLate', { day: shortDay(step.told) })}</span>}{step.note && <span className="wrap meta"> {step.note}</span>}</span></li>
      ))}</ol>
    </section>
  );
}
