import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { incidents, type IncidentDetail } from '../../api/incidents.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { nodeWords } from './words.ts';

/** A word on why stands in its history. */
export function WithNote({ deed, run, close }: { deed: 'close' | 'reopen'; run: (note: string) => Promise<unknown>; close: () => void }) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const name = t(deed === 'close' ? 'incident.close' : 'incident.reopen');
  const send = async () => {
    setBusy(true);
    try { await run(note.trim()); close(); } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={name} okText={name} okButtonProps={{ disabled: !note.trim() }} cancelText={t('action.cancel')} onCancel={close} onOk={() => void send()} confirmLoading={busy} destroyOnHidden>
      <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1_000} aria-label={t('incident.note')} placeholder={t(deed === 'close' ? 'incident.closeNote' : 'incident.reopenNote')} value={note} onChange={(event) => setNote(event.target.value)} />
      {refusal && <Alert type="error" role="alert" message={refusal} style={{ marginTop: 12 }} />}
    </Modal>
  );
}

/** Two that are one go on as the other; its voices and customers are added there. */
export function MergeIncident({ incident, close }: { incident: IncidentDetail; close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [into, setInto] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { data } = useQuery({ queryKey: ['incidents', 'list', 'open', 'merge'], queryFn: () => incidents.list({ state: 'open', limit: 100 }) });
  const options = (data?.items ?? []).filter((one) => one.id !== incident.id).map((one) => ({ value: one.id, label: `${one.title} · ${nodeWords(one)}` }));
  const merge = async () => {
    if (!into) return;
    setBusy(true);
    try {
      await incidents.merge(incident.id, into);
      await queries.invalidateQueries({ queryKey: ['incidents'] });
      close();
      navigate(`/incidents/${encodeURIComponent(into)}`);
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('incident.merge')} okText={t('incident.merge')} okButtonProps={{ disabled: !into }} cancelText={t('action.cancel')} onCancel={close} onOk={() => void merge()} confirmLoading={busy} destroyOnHidden>
      <p className="meta">{t('incident.mergeText')}</p>
      <Select showSearch optionFilterProp="label" style={{ width: '100%' }} aria-label={t('incident.mergeInto')} placeholder={t('incident.mergeInto')} value={into} onChange={setInto} options={options} />
      {refusal && <Alert type="error" role="alert" message={refusal} style={{ marginTop: 12 }} />}
    </Modal>
  );
}
