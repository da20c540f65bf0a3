import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Modal } from 'antd';
import { useState } from 'react';
import { account } from '../../api/calls.ts';
import { asProblem } from '../../api/problem.ts';
import type { AccountSecurity, Enrolment } from '../../api/types.ts';
import { useProof } from '../../app/proof.tsx';
import { useMe } from '../../app/session.tsx';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Codes, Enrolling } from '../../parts/Enrolling.tsx';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/account.css';

/** How one's own account is kept safe: the second factor and every place one is signed in. */
export default function Account() {
  useLanguage();
  const { person } = useMe();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['account', 'security'], queryFn: account.security });
  return (
    <div className="page"><div className="page-inner">
      <header className="page-head"><div className="grow"><h1>{t('account.title')}</h1><p className="meta">{[person.name, person.email].filter(Boolean).join(' · ')}</p></div></header>
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && <><Factor security={data} /><Sessions security={data} /></>}
    </div></div>
  );
}

function useDeed() {
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const proven = useProof();
  return async <T,>(deed: () => Promise<T>): Promise<T | undefined> => {
    try { return await proven(deed); } catch (error) { void message.error(problemText(asProblem(error))); return undefined; } finally { void queries.invalidateQueries({ queryKey: ['account'] }); }
  };
}

function Factor({ security }: { security: AccountSecurity }) {
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<string[]>();
  const deed = useDeed();
  const { modal } = AntApp.useApp();
  const begin = async () => setEnrolment(await deed(account.enrol));
  const renew = async () => setCodes((await deed(account.newCodes))?.codes);
  const takeAway = () => modal.confirm({
    title: t('factor.removeTitle'), content: t('factor.removeText'), okText: t('factor.remove'), cancelText: t('action.cancel'), okButtonProps: { danger: true },
    onOk: async () => { await deed(account.takeAway); },
  });
  return (
    <section className="account-part">
      <h2>{t('factor.title')}</h2>
      <p>{t(security.secondFactor ? 'factor.on' : security.secondFactorRequired ? 'factor.wanted' : 'factor.off')}</p>
      {security.secondFactor
        ? <><p className="meta">{t('factor.left', { count: security.recoveryCodesLeft })}</p><div className="row"><Button onClick={() => void renew()}>{t('factor.renew')}</Button><Button danger onClick={takeAway}>{t('factor.remove')}</Button></div></>
        : !enrolment && <Button type="primary" onClick={() => void begin()}>{t('factor.setUp')}</Button>}
      {enrolment && !codes && <Enrolling enrolment={enrolment} cancel={() => setEnrolment(undefined)} confirm={async (code) => { setCodes((await account.confirm(code)).codes); }} />}
      {codes && <Modal open title={t('factor.codes')} closable={false} maskClosable={false} keyboard={false} footer={null}><Codes codes={codes} done={() => { setCodes(undefined); setEnrolment(undefined); void deed(account.security); }} /></Modal>}
    </section>
  );
}

function Sessions({ security }: { security: AccountSecurity }) {
  const deed = useDeed();
  const others = security.sessions.filter((one) => !one.current).length;
  return (
    <section className="account-part">
      <div className="row between"><h2>{t('sessions.title')}</h2>{others > 0 && <Button onClick={() => void deed(account.endOthers)}>{t('sessions.endOthers')}</Button>}</div>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('sessions.title')}><table className="grid-table">
        <thead><tr><th scope="col">{t('sessions.device')}</th><th scope="col">{t('sessions.method')}</th><th scope="col">{t('sessions.since')}</th><th scope="col">{t('sessions.used')}</th><th scope="col"><span className="visually-hidden">{t('sessions.end')}</span></th></tr></thead>
        <tbody>{security.sessions.map((one) => (
          <tr key={one.id}>
            <th scope="row"><span className="cell-cut" title={one.device}>{deviceName(one.device)}</span></th>
            <td>{tValue('signInMethod', one.method.split(':')[0])}</td><td className="numeric">{shortTime(one.since)}</td><td className="numeric">{shortTime(one.usedAt)}</td>
            <td className="number">{one.current ? <span className="tag accent">{t('sessions.current')}</span> : <Button size="small" type="text" danger onClick={() => void deed(() => account.end(one.id))}>{t('sessions.end')}</Button>}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  );
}

/** The browser and system a person would know their device by; else what the browser says. */
function deviceName(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : undefined;
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : undefined;
  return [browser, system].filter(Boolean).join(' · ') || agent || t('sessions.unknown');
}
