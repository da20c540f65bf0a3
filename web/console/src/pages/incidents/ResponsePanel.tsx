import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { improvements, type AffectedShow, type IncidentResponse, type ResponseState } from '../../api/improvements.ts';
import { asProblem } from '../../api/problem.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { count, fullTime, money, share, shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { AffectedList } from './AffectedList.tsx';
import { PutRightDrawer } from './PutRightDrawer.tsx';
import '../../styles/improvements.css';

const steps: ResponseState[] = ['open', 'called', 'acknowledged', 'fixed', 'quiet', 'closed'];
const everyMilliseconds = 5_000;

/** What is done about it: from the call to the owner to the proof that it got better, with everybody it touched told and put right. */
export function ResponsePanel({ incident }: { incident: string }) {
  const queries = useQueryClient();
  const may = mayJudge(useMe());
  const [deed, setDeed] = useState<'tell' | 'close'>();
  const [show, setShow] = useState<AffectedShow>();
  const { data, error } = useQuery({
    queryKey: ['incident', incident, 'response'], queryFn: () => improvements.response(incident), retry: false,
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'closed' ? everyMilliseconds : false),
  });
  const again = () => queries.invalidateQueries({ queryKey: ['incident', incident] });
  if (error && asProblem(error).status === 404) return null;
  if (error) return <Alert type="error" role="alert" message={problemText(error)} />;
  if (!data) return null;
  if (data.mergedInto) return <p className="meta"><Link to={`/incidents/${encodeURIComponent(data.mergedInto)}`}>{t('response.mergedInto', { id: data.mergedInto })}</Link></p>;
  const choose = (one: AffectedShow) => setShow(show === one ? undefined : one);
  return (
    <section className="response" aria-labelledby="incident-response">
      <div className="row between response-head"><h2 id="incident-response">{t('response.title')}</h2>
        {may && data.state !== 'closed' && <div className="row"><Button type="primary" disabled={data.affected.known === 0} onClick={() => setDeed('tell')}>{t('response.tell')}</Button><Button onClick={() => setDeed('close')}>{t('response.close')}</Button></div>}
      </div>
      <Steps response={data} />
      <dl className="response-figures numeric">
        <Figure name={t('response.known')} value={count(data.affected.known)} {...(may ? { onOpen: () => choose('all') } : {})} note={t('response.strangers', { count: count(data.affected.strangers) })} />
        <Figure name={t('response.spoke')} value={count(data.affected.spoke)} {...(may ? { onOpen: () => choose('spoke') } : {})} />
        <Figure name={t('response.told')} value={count(data.affected.told)} {...(may ? { onOpen: () => choose('untold') } : {})} note={t('response.openUntold')} />
        <Figure name={t('response.putRight')} value={count(data.affected.putRight)} {...(may ? { onOpen: () => choose('not-put-right') } : {})} note={t('response.openNotRight')} />
        <Figure name={t('response.before')} value={count(data.affected.helpedBeforeAsking)} {...(may ? { onOpen: () => choose('before-asking') } : {})} note={share(data.affected.helpedBeforeAsking, data.affected.helped ?? 0, 0)} strong />
      </dl>
      <p className="meta">{data.reach.text}</p>
      {show && <AffectedList incident={incident} show={show} />}
      {data.rounds.length > 0 && <Rounds response={data} />}
      <Standing response={data} />
      {deed === 'tell' && <PutRightDrawer incident={incident} close={() => { setDeed(undefined); void again(); }} />}
      {deed === 'close' && <CloseWithProof incident={incident} response={data} close={() => { setDeed(undefined); void again(); }} />}
    </section>
  );
}

function Steps({ response }: { response: IncidentResponse }) {
  const at = steps.indexOf(response.state);
  const times: Record<string, string | null | undefined> = { open: response.times.openedAt, called: response.times.calledAt, acknowledged: response.times.acknowledgedAt, fixed: response.times.fixedAt, quiet: response.times.quietAt, closed: response.times.closedAt };
  return (
    <ol className="response-steps">{steps.map((step, index) => (
      <li key={step} data-done={!!times[step]} aria-current={index === at ? 'step' : undefined}><span>{tValue('response.state', step)}</span><span className="meta numeric">{times[step] ? <time dateTime={times[step]!} title={fullTime(times[step]!)}>{shortTime(times[step]!)}</time> : '–'}</span></li>
    ))}</ol>
  );
}

function Figure({ name, value, note, onOpen, strong }: { name: string; value: string; note?: string; onOpen?: () => void; strong?: boolean }) {
  return <div data-strong={strong || undefined}><dt className="meta">{name}</dt><dd>{onOpen ? <button type="button" className="response-open" onClick={onOpen} aria-label={`${name} ${value}`}>{value}</button> : value}{note && <span className="meta"> {note}</span>}</dd></div>;
}

function Rounds({ response }: { response: IncidentResponse }) {
  return (
    <ul className="response-rounds">{response.rounds.map((round) => (
      <li key={round.id}>
        <p className="meta numeric">{shortTime(round.at)} · {round.by} · {tValue('response.whom', round.whom)}{round.gesture && ` · ${money(round.gesture)}`}</p>
        <p className="wrap">{round.message[document.documentElement.lang === 'zh-CN' ? 'zh-CN' : 'en']}</p>
        <p className="meta numeric">{t('response.round', { told: count(round.told), pending: count(round.pending), refused: count(round.refused), left: count(round.leftOut) })}{round.needsNothing && ` · ${round.needsNothing}`}</p>
      </li>
    ))}</ul>
  );
}

function Standing({ response }: { response: IncidentResponse }) {
  if (response.state === 'closed') {
    return <p className="response-proof" role="status"><strong>{t('response.closedWith')}</strong> {t('response.volume', { now: count(response.proof.volumeNow ?? 0), expected: count(Math.round(response.proof.volumeExpected)) })} · <time dateTime={response.proof.at}>{shortTime(response.proof.at)}</time> · {response.proof.by}<br /><span className="wrap">{response.proof.note}</span></p>;
  }
  return response.missing.length === 0
    ? <p className="response-proof" role="status">{t('response.ready', { now: count(response.proof.volumeNow ?? 0), expected: count(Math.round(response.proof.volumeExpected)) })}</p>
    : <div className="response-missing"><p className="strong">{t('response.missing')}</p><ul>{response.missing.map((one) => <li key={one.what}>{one.text}</li>)}</ul></div>;
}

function CloseWithProof({ incident, response, close }: { incident: string; response: IncidentResponse; close: () => void }) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async () => {
    setBusy(true);
    try { await improvements.close(incident, note.trim()); close(); } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('response.close')} okText={t('response.close')} okButtonProps={{ disabled: !note.trim() }} cancelText={t('action.cancel')} onCancel={close} onOk={() => void send()} confirmLoading={busy} destroyOnHidden>
      <Standing response={response} />
      <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1_000} aria-label={t('response.closingNote')} placeholder={t('response.closingNote')} value={note} onChange={(event) => setNote(event.target.value)} />
      {refusal && <Alert type="error" role="alert" message={refusal} style={{ marginTop: 12 }} />}
    </Modal>
  );
}
