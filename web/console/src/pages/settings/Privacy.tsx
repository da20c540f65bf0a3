import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button } from 'antd';
import { Link } from 'react-router-dom';
import { privacy } from '../../api/calls.ts';
import { asProblem } from '../../api/problem.ts';
import type { PrivacyRequest } from '../../api/types.ts';
import { useProof } from '../../app/proof.tsx';
import { saveFile } from '../../app/saveFile.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';

/** Who asked for their data or its erasure, by when it is due, and what was done. */
export default function Privacy() {
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
    </div>
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
