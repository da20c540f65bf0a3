import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { policies, type PolicyLine, type VersionLine } from '../../api/policies.ts';
import { count, fullTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { DueMark, VersionMark } from './marks.tsx';
import { ProposeRule } from './ProposeRule.tsx';

/** Every point of decision, with what decides there now; what people have proposed stands first, because somebody waits for an answer. */
export function PolicyList() {
  const [proposing, setProposing] = useState(false);
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['policies'], queryFn: policies.list, refetchInterval: 30_000 });
  const open = (data?.items ?? []).flatMap((policy) => policy.open.map((version) => ({ policy, version })));
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('rules.title')}</h1><p className="meta">{t('rules.intro')}</p></div>
        <Button type="primary" onClick={() => setProposing(true)}>{t('rules.propose')}</Button>
      </header>
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && (
        <section aria-label={t('rules.onTheWay')}>
          <h2>{t('rules.onTheWay')}</h2>
          {open.length === 0 ? <Empty title={t('rules.nothingOpen')}>{t('rules.nothingOpenText')}</Empty> : <ul className="rule-open">{open.map(({ policy, version }) => <Open key={version.id} policy={policy} version={version} />)}</ul>}
        </section>
      )}
      {data && (
        <section aria-label={t('rules.inForce')}>
          <h2>{t('rules.inForce')}</h2>
          <div className="scroll-x" tabIndex={0} role="group" aria-label={t('rules.inForce')}>
            <table className="grid-table rule-list">
              <thead><tr><th scope="col">{t('rules.decides')}</th><th scope="col">{t('rules.version')}</th><th scope="col" className="number">{t('rules.decisions7d')}</th><th scope="col" className="number">{t('rules.exceptions7d')}</th><th scope="col" className="number">{t('rules.overrides7d')}</th></tr></thead>
              <tbody>{data.items.map((policy) => (
                <tr key={policy.key}>
                  <th scope="row"><Link to={`/rules/policies/${policy.key}`}>{policy.title}</Link></th>
                  <td>{policy.effective.version === 0 ? <span className="meta">{t('rules.builtIn')}</span> : <>{t('rules.number', { number: policy.effective.version })} <span className="meta">{[policy.effective.author, policy.effective.since && fullTime(policy.effective.since)].filter(Boolean).join(' · ')}</span></>}</td>
                  <td className="number">{count(policy.decisions7d)}</td>
                  <td className="number">{count(policy.exceptions7d)}</td>
                  <td className="number">{count(policy.overrides7d)}</td>
                </tr>
              ))}</tbody>
            </table>
          </div>
        </section>
      )}
      {proposing && data && <ProposeRule choices={data.items} close={() => setProposing(false)} />}
    </>
  );
}

function Open({ policy, version }: { policy: PolicyLine; version: VersionLine }) {
  return (
    <li>
      <Link className="rule-open-title" to={`/rules/versions/${version.id}`}>{version.title}</Link>
      <span className="meta">{t('rules.proposedBy', { policy: policy.title, name: version.proposer.name })}</span>
      <span className="row"><VersionMark state={version.state} /><DueMark version={{ ...version, answered: !!version.answeredAt }} /></span>
    </li>
  );
}
