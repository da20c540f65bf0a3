import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Dropdown } from 'antd';
import { Link } from 'react-router-dom';
import { consumers } from '../api/calls.ts';
import { asProblem } from '../api/problem.ts';
import type { PersonRecords as Records } from '../api/types.ts';
import { useStaffName } from '../app/names.ts';
import { mayJoin, mayKeepPrivacy, useMe } from '../app/session.tsx';
import { shortTime } from '../i18n/format.ts';
import { t, tValue } from '../i18n/language.ts';
import { problemText } from './feedback.tsx';
import { personName } from './person.tsx';

const reasons = ['same-phone', 'same-email', 'same-order', 'said-so'];

/** The records that are one person, who may be the same, and what the person may ask of us. */
export function PersonRecords({ id }: { id: string }) {
  const me = useMe();
  const { data } = useQuery({ queryKey: ['person-records', id], queryFn: () => consumers.records(id) });
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const run = async (deed: () => Promise<unknown>, done: string) => {
    try { await deed(); void message.success(done); } catch (error) { void message.error(problemText(asProblem(error))); }
    await queries.invalidateQueries();
  };
  const join = (other: string, reason: string) => run(() => consumers.join(id, other, reason), t('records.joined'));
  const part = (merged: string) => run(() => consumers.part(id, merged), t('records.parted'));
  const ask = (kind: 'export' | 'erasure') => run(() => consumers.askPrivacy(id, kind), t('privacy.asked'));
  if (!data) return null;
  const may = mayJoin(me);
  return (
    <section className="person-records" aria-label={t('records.title')}>
      {(data.merged.length > 0 || data.likely.length > 0) && <h2>{t('records.title')}</h2>}
      {data.merged.map((merged) => <Merged key={merged} id={merged} records={data} part={may ? () => void part(merged) : undefined} />)}
      {data.likely.map((one) => (
        <div key={one.id} className="person-record">
          <div className="row" style={{ gap: 8 }}><Link to={`/consumers/${one.id}`}>{personName(one)}</Link><div className="meta">{one.evidence.map((what) => tValue('evidence', what)).join(' · ')}</div></div>
          {may && one.possible && (
            <Dropdown trigger={['click']} menu={{ items: reasons.map((reason) => ({ key: reason, label: tValue('evidence', reason), onClick: () => void join(one.id, reason) })) }}>
              <Button size="small">{t('records.join')}</Button>
            </Dropdown>
          )}
          {!one.possible && <span className="meta">{t('records.different')}</span>}
        </div>
      ))}
      {(mayKeepPrivacy(me) || mayJoin(me)) && <div className="row meta" style={{ marginTop: 8 }}><button type="button" className="linklike" onClick={() => void ask('export')}>{t('privacy.askExport')}</button><button type="button" className="linklike" onClick={() => void ask('erasure')}>{t('privacy.askErasure')}</button></div>}
    </section>
  );
}

function Merged({ id, records, part }: { id: string; records: Records; part?: () => void }) {
  const nameOf = useStaffName();
  const record = records.history.find((one) => one.source === id && !one.partedAt);
  return (
    <div className="person-record">
      <span>{t('records.mergedOne', { id: id.slice(0, 8) })} <span className="meta">{record ? [tValue('evidence', record.reason), nameOf(record.by), shortTime(record.at)].filter(Boolean).join(' · ') : t('records.byMarketplace')}</span></span>
      {part && <Button size="small" onClick={part}>{t('records.part')}</Button>}
    </div>
  );
}
