import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, InputNumber, Select } from 'antd';
import { Link } from 'react-router-dom';
import { privacy } from '../../api/calls.ts';
import { asProblem } from '../../api/problem.ts';
import type { PrivacyRequest, RevealPolicy } from '../../api/types.ts';
import { useProof } from '../../app/proof.tsx';
import { mayArrange, useMe } from '../../app/session.tsx';
import { saveFile } from '../../app/saveFile.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/account.css';

const grades = ['trainee', 'standard', 'senior'];

/** Who asked for their data or its erasure, by when it is due, and what was done. */
export default function Privacy() {
  const me = useMe();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['settings', 'privacy'], queryFn: () => privacy.list() });
  return (
    <div className="settings-pad">
      <header className="page-head"><div className="grow"><h1>{t('settings.privacy')}</h1><p className="meta">{t('privacy.intro')}</p></div></header>
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('settings.nothingYet')}>{t('privacy.empty')}</Empty>}
      {!!data?.items.length && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('settings.privacy')}><table className="grid-table">
          <thead><tr><th scope="col">{t('privacy.kind')}</th><th scope="col">{t('privacy.person')}</th><th scope="col">{t('privacy.due')}</th><th scope="col">{t('privacy.state')}</th><th scope="col"><span className="visually-hidden">{t('privacy.do')}</span></th></tr></thead>
          <tbody>{data.items.map((request) => <Line key={request.id} request={request} />)}</tbody>
        </table></div>
      )}
      {mayArrange(me) && <Quotas />}
    </div>
  );
}

/** How many masked fields each grade may see a day, and what stands open while a conversation is in hand. */
function Quotas() {
  const { data } = useQuery({ queryKey: ['settings', 'reveal-policy'], queryFn: privacy.revealPolicy });
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const proven = useProof();
  if (!data) return null;
  const save = async (change: Partial<RevealPolicy>) => {
    try { await proven(() => privacy.saveRevealPolicy({ ...data, ...change })); } catch (error) { void message.error(problemText(asProblem(error))); }
    await queries.invalidateQueries({ queryKey: ['settings', 'reveal-policy'] });
  };
  return (
    <section className="settings-part">
      <h2>{t('quota.title')}</h2>
      <p className="meta">{t('quota.text')}</p>
      <div className="row" style={{ flexWrap: 'wrap', gap: 24 }}>{grades.map((grade) => (
        <label key={grade} className="stack"><span>{tValue('grade', grade)}</span>
          <InputNumber min={0} max={1000} defaultValue={data.quotaByGrade[grade] ?? 0} onBlur={(event) => { const value = Number(event.target.value); if (value !== (data.quotaByGrade[grade] ?? 0)) void save({ quotaByGrade: { ...data.quotaByGrade, [grade]: value } }); }} />
        </label>
      ))}</div>
      <h3 id="at-hand">{t('quota.atHand')}</h3>
      <Select mode="multiple" aria-labelledby="at-hand" style={{ width: '100%' }} value={data.openAtHand} placeholder={t('quota.nothing')} options={['phone', 'email', 'address'].map((kind) => ({ value: kind, label: tValue('identity', kind) }))} onChange={(openAtHand: string[]) => void save({ openAtHand })} />
    </section>
  );
}

function Line({ request }: { request: PrivacyRequest }) {
  const { modal, message } = AntApp.useApp();
  const queries = useQueryClient();
  const proven = useProof();
  const run = async (deed: () => Promise<void>) => {
    try { await proven(deed); } catch (error) { void message.error(problemText(asProblem(error))); }
    await queries.invalidateQueries({ queryKey: ['settings', 'privacy'] });
  };
  const give = () => run(async () => saveFile(await privacy.archive(request.id), 'person.zip'));
  const erase = () => modal.confirm({
    title: t('privacy.eraseTitle'), content: t('privacy.eraseText'), okText: t('privacy.erase'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: () => run(async () => { await privacy.erase(request.id); void message.success(t('privacy.erased')); }),
  });
  return (
    <tr>
      <th scope="row">{tValue('privacy.of', request.kind)}</th>
      <td><Link to={`/consumers/${request.person}`}><code>{request.person.slice(0, 8)}</code></Link></td>
      <td className="numeric">{shortTime(request.dueAt)}</td>
      <td>{tValue('privacy.is', request.state)}{request.finishedAt && <span className="meta"> {shortTime(request.finishedAt)}</span>}</td>
      <td className="number">{request.kind === 'export'
        ? <Button size="small" onClick={() => void give()}>{t('privacy.give')}</Button>
        : (request.state === 'open' || request.state === 'running') && <Button size="small" danger onClick={erase}>{t('privacy.erase')}</Button>}</td>
    </tr>
  );
}
