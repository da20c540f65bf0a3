import { Link, useParams } from 'react-router-dom';
import { cases } from '../../api/cases.ts';
import type { Case } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { fullTime, shortTime } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { personName, Tier } from '../../parts/person.tsx';
import { Since } from '../../parts/Since.tsx';
import { Timeline } from '../../parts/Timeline.tsx';
import { CaseDeeds } from './CaseDeeds.tsx';
import { CaseFacts } from './CaseFacts.tsx';
import { PromiseDue } from './marks.tsx';
import { useCase } from './useCases.ts';
import '../../styles/cases.css';

/** One case. What the customer asked, what we promised and how long they have waited stand first. */
export default function CasePage() {
  useLanguage();
  const { id = '' } = useParams();
  const { data, error, isLoading, refetch } = useCase(id);
  return (
    <div className="page"><div className="page-inner">
      {!data && <h1 className="visually-hidden">{t('rail.cases')}</h1>}
      {isLoading && <Skeleton rows={12} />}
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <Head one={data} />
          <div className="two-columns case-columns">
            <CaseFacts one={data} />
            <section><h2>{t('consumer.timeline')}</h2><Timeline name={['case-timeline', data.id, String(data.version)]} read={(after) => cases.timeline(data.id, after)} empty={t('timeline.empty')} /></section>
          </div>
        </>
      )}
    </div></div>
  );
}

function Head({ one }: { one: Case }) {
  const unitName = useUnitName();
  const me = useMe();
  return (
    <header className="case-head">
      <div className="meta numeric">{[one.number, unitName(one.unit), one.owner?.name ?? t('case.queue'), fullTime(one.openedAt)].filter(Boolean).join(' · ')}</div>
      <h1>{one.subject}</h1>
      <div className="case-first">
        <Fact name={t('case.asked')}>{one.asked ? <span className="wrap" dir="auto">{one.asked}</span> : <span className="quietly">{t('case.notAsked')}</span>}</Fact>
        <Fact name={t('case.promised')}>
          {one.category === 'closed' ? <span className="wrap">{one.outcome ?? t('case.over')}</span> : <><span className="wrap">{one.promise?.words}</span> <PromiseDue of={one} /></>}
        </Fact>
        <Fact name={t(one.category === 'closed' ? 'case.closedAt' : 'case.waited')}>{one.category === 'closed' ? shortTime(one.closedAt ?? one.lastAt) : <Since instant={one.openedAt} />}</Fact>
        <Fact name={t('case.who')}>
          {one.person ? <span className="row"><Link to={`/consumers/${one.person.id}`}>{personName(one.person)}</Link><Tier tier={one.person.tier} /></span> : t('case.nobody')}
          <span className="meta">{one.firstAgent ? t('case.firstAgent', { name: one.firstAgent.name ?? '' }) : t('case.noFirstAgent')}</span>
          {one.keeper && <span className="meta">{t('case.keeper', { name: one.keeper.name ?? '', deputy: one.deputy?.name ?? '–' })}</span>}
        </Fact>
      </div>
      {one.transfer && <Asked one={one} />}
      {one.mergedInto && <p className="meta"><Link to={`/cases/${one.mergedInto}`}>{t('case.mergedInto')}</Link></p>}
      {mayTalk(me) && <CaseDeeds one={one} />}
    </header>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <div className="case-fact"><div className="meta">{name}</div><div className="stack">{children}</div></div>;
}

function Asked({ one }: { one: Case }) {
  const unitName = useUnitName();
  const { transfer } = one;
  if (!transfer) return null;
  const text = transfer.settler
    ? t('case.settling', { unit: unitName(transfer.settler) })
    : t('case.askedUnit', { from: unitName(transfer.from), to: unitName(transfer.to), at: shortTime(transfer.at) });
  return <div className="case-asked" role="status">{text}{transfer.reason && <span className="meta"> – {transfer.reason}</span>}</div>;
}
