import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { policies, type PolicyWords, type Version } from '../../api/policies.ts';
import { useMe } from '../../app/session.tsx';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { BacktestPart } from './BacktestPart.tsx';
import { FactsPart } from './FactsPart.tsx';
import { FindingList } from './FindingList.tsx';
import { LifeDeeds } from './LifeDeeds.tsx';
import { DueMark, VersionMark } from './marks.tsx';
import { TrialPart } from './TrialPart.tsx';
import { mayEdit } from './steps.ts';
import { WordsPart } from './WordsPart.tsx';

const DmnTable = lazy(() => import('./DmnTable.tsx'));

/** The studio: a version's table with what the checker found in it, what it would have done, and how far it is. */
export default function VersionPage() {
  const { id = '' } = useParams();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['policy-version', id], queryFn: () => policies.version(id) });
  return (
    <>
      {isLoading && <Skeleton rows={14} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && <Studio key={data.id} version={data} />}
    </>
  );
}

function Studio({ version }: { version: Version }) {
  const queries = useQueryClient();
  const act = useAct();
  const [dmn, setDmn] = useState<string>();
  const [words, setWords] = useState<PolicyWords>();
  const [marked, setMarked] = useState<readonly number[]>([]);
  const [busy, setBusy] = useState(false);
  const known = (next: Version) => { queries.setQueryData(['policy-version', version.id], next); void queries.invalidateQueries({ queryKey: ['policies'] }); void queries.invalidateQueries({ queryKey: ['policy', version.policy] }); };
  const editable = mayEdit(version, useMe());
  const changed = (dmn !== undefined && dmn !== version.dmn) || words !== undefined;
  const save = async () => {
    setBusy(true);
    await act(async () => {
      known(await policies.draft(version.id, { dmn: dmn ?? version.dmn, words: words ?? version.words, basedOn: version.hash }));
      setDmn(undefined);
      setWords(undefined);
    }, t('rules.saved'));
    setBusy(false);
  };
  const errors = version.findings.filter((one) => one.severity === 'error').length;
  return (
    <>
      <nav className="meta"><Link to="/rules">{t('rules.title')}</Link> / <Link to={`/rules/policies/${version.policy}`}>{version.policyTitle}</Link></nav>
      <header className="page-head rule-head">
        <div className="grow">
          <h1>{version.title}</h1>
          <p className="row meta"><VersionMark state={version.state} /><span>{t('rules.by', { name: version.proposer.name, at: fullTime(version.createdAt) })}</span><DueMark version={{ ...version, answered: !!version.answer }} /></p>
        </div>
        {editable && <Button type={changed ? 'primary' : 'default'} disabled={!changed} loading={busy} onClick={() => void save()}>{t('rules.saveAndCheck')}</Button>}
      </header>
      <div className="rule-studio">
        <div className="rule-main">
          <Suspense fallback={<Skeleton rows={8} />}><DmnTable xml={version.dmn} {...(editable ? { onChange: setDmn } : {})} marked={marked} label={t('rules.table')} /></Suspense>
          {changed && <p className="meta" role="status">{t('rules.unsaved')}</p>}
          <Tabs items={[
            { key: 'findings', label: t('rules.findings', { count: version.findings.length }), children: <FindingList findings={version.findings} show={setMarked} /> },
            { key: 'words', label: t('rules.words'), children: <WordsPart words={words ?? version.words} change={editable ? setWords : undefined} /> },
            { key: 'backtest', label: t('rules.backtest'), children: <BacktestPart version={version} blocked={errors > 0 || changed} done={known} /> },
            { key: 'trial', label: t('rules.trial'), children: <TrialPart version={version} dmn={dmn ?? version.dmn} words={words ?? version.words} /> },
            { key: 'facts', label: t('rules.facts'), children: <FactsPart policy={version.policy} /> },
          ]} />
        </div>
        <aside className="rule-side">
          <section><h2>{t('rules.customerView')}</h2><blockquote className="wrap" dir="auto">{version.customerView}</blockquote>
            {version.cases.map((one) => <p key={one}><Link to={`/cases/${one}`}>{t('rules.fromCase')}</Link></p>)}
            {version.conversations.map((one) => <p key={one}><Link to={`/conversations?conversation=${one}`}>{t('rules.fromConversation')}</Link></p>)}
          </section>
          {version.answer && <section><h2>{t('rules.answered')}</h2><p className="wrap">{version.answer.words}</p><p className="meta">{version.answer.by} · {fullTime(version.answer.at)}</p></section>}
          <LifeDeeds version={version} blocked={changed} errors={errors} done={known} />
          <section><h2>{t('rules.history')}</h2><ol className="rule-history">{version.history.map((one, index) => (
            <li key={index}><span>{tValue('rules.did', one.what)}</span> <span className="meta">{[one.by.name, fullTime(one.at)].filter(Boolean).join(' · ')}</span>{one.note && <span className="wrap meta">{one.note}</span>}</li>
          ))}</ol></section>
        </aside>
      </div>
    </>
  );
}
