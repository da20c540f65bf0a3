import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { improvements, type Project, type ProjectState } from '../../api/improvements.ts';
import { mayListen, mayWatch, useMe } from '../../app/session.tsx';
import { count, share, shortDay } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Interval } from './Interval.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';

const states: ProjectState[] = ['proposed', 'accepted', 'in-progress', 'shipped', 'measured', 'closed'];

/** Projects by state; what was measured says what it did, or that no effect is shown. */
export function ProjectBoard() {
  const me = useMe();
  const queries = useQueryClient();
  const [proposing, setProposing] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ['improvements'], queryFn: () => improvements.projects({ limit: 200 }) });
  return (
    <>
      <header className="page-head row between"><div><h1>{t('rail.improvements')}</h1><p className="meta">{t('improvement.lead')}</p></div><Button type="primary" onClick={() => setProposing(true)}>{t('improvement.propose')}</Button></header>
      {(mayListen(me) || mayWatch(me)) && <Sums />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={10} />}
      {data?.items.length === 0 && <Empty title={t('improvement.none')}>{t('improvement.noneText')}</Empty>}
      {data && data.items.length > 0 && (
        <div className="project-board">{states.map((state) => {
          const some = data.items.filter((one) => one.state === state);
          return (
            <section key={state} aria-labelledby={`projects-${state}`}>
              <h2 id={`projects-${state}`}>{tValue('improvement.state', state)} <span className="meta numeric">{count(some.length)}</span></h2>
              <ul>{some.map((one) => <Card key={one.id} project={one} />)}</ul>
            </section>
          );
        })}</div>
      )}
      {proposing && <ProposeDialog close={() => { setProposing(false); void queries.invalidateQueries({ queryKey: ['improvements'] }); }} />}
    </>
  );
}

function Card({ project }: { project: Project }) {
  return (
    <li className="project-card">
      <h3><Link to={`/improvements/${encodeURIComponent(project.id)}`}>{project.title}</Link></h3>
      <p className="meta">{[project.reasonTitle, Object.values(project.aim.node ?? {}).join(' · '), project.campaign].filter(Boolean).join(' · ')}</p>
      <p className="meta">{project.proposer}{project.owner && ` → ${project.owner}`} · {shortDay(project.proposedAt)}</p>
      {project.verdict && <><Interval ratio={project.ratio} lower={project.lower} upper={project.upper} small /><p className={`verdict ${project.verdict}`}>{tValue('improvement.verdict', project.verdict)}</p></>}
    </li>
  );
}

function Sums() {
  const { data } = useQuery({ queryKey: ['improvement-report'], queryFn: improvements.report });
  if (!data) return null;
  const proposed = data.months.reduce((sum, month) => sum + month.proposed, 0);
  const measured = data.months.reduce((sum, month) => sum + month.measured, 0);
  const less = data.months.reduce((sum, month) => sum + month.less, 0);
  return (
    <dl className="ledger-figures improvement-sums numeric">
      <div><dt className="meta">{t('improvement.sumProposed')}</dt><dd className="numeric">{count(proposed)}</dd></div>
      <div><dt className="meta">{t('improvement.sumMeasured')}</dt><dd className="numeric">{count(measured)} <span className="meta">{t('improvement.sumLess', { count: count(less) })}</span></dd></div>
      <div><dt className="meta">{t('improvement.sumObstacles')}</dt><dd className="numeric">{count(data.obstacles.answered)} / {count(data.obstacles.filed)}</dd></div>
      <div><dt className="meta">{t('response.before')}</dt><dd className="numeric">{share(data.helped.helpedBeforeAsking, data.helped.helped, 0)} <span className="meta">{count(data.helped.helpedBeforeAsking)} / {count(data.helped.helped)}</span></dd></div>
    </dl>
  );
}
