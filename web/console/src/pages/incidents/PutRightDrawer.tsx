import { Alert, App as AntApp, Button, Drawer, Form, Input, InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import { improvements, type PutRight, type PutRightPreview } from '../../api/improvements.ts';
import { newId } from '../../api/identifiers.ts';
import { count, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { needed } from '../../parts/needed.ts';

interface Fields { whom: string; chinese: string; english: string; way: 'gesture' | 'nothing' | 'told'; fund: string; amount: number; currency: string; needsNothing: string }

/** One message to everybody it touched, seen before it is sent: how many, what it costs, who is left out and why. */
export function PutRightDrawer({ incident, close }: { incident: string; close: () => void }) {
  const { message } = AntApp.useApp();
  const [form] = Form.useForm<Fields>();
  const way = Form.useWatch('way', form) ?? 'gesture';
  const [id] = useState(() => newId());
  const [preview, setPreview] = useState<PutRightPreview>();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const roundOf = (fields: Fields): PutRight => ({
    id, whom: fields.whom, message: { 'zh-CN': fields.chinese.trim(), en: fields.english.trim() },
    ...(fields.way === 'gesture' ? { gesture: { fund: fields.fund.trim(), amount: Math.round(fields.amount * 100), currency: fields.currency.trim() } } : fields.way === 'nothing' ? { needsNothing: fields.needsNothing.trim() } : {}),
  });
  const run = async (act: (round: PutRight) => Promise<void>) => {
    let fields: Fields;
    try { fields = await form.validateFields(); } catch { return; }
    setBusy(true);
    setRefusal(undefined);
    try { await act(roundOf(fields)); } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  const look = () => run(async (round) => setPreview(await improvements.preview(incident, round)));
  const send = () => run(async (round) => { await improvements.putRight(incident, round); void message.success(t('response.sent')); close(); });
  return (
    <Drawer open title={t('response.tell')} onClose={close} width={Math.min(560, innerWidth)} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ whom: 'all', way: 'gesture', fund: 'gestures', amount: 5, currency: 'CNY' }} onValuesChange={() => setPreview(undefined)}>
        <Form.Item name="whom" label={t('response.whomLabel')}><Segmented options={['all', 'spoke', 'silent'].map((value) => ({ value, label: tValue('response.whom', value) }))} /></Form.Item>
        <Form.Item name="chinese" label={t('response.chinese')} rules={[needed()]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} /></Form.Item>
        <Form.Item name="english" label={t('response.english')} rules={[needed()]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} /></Form.Item>
        <Form.Item name="way" label={t('response.wayLabel')}><Segmented options={(['gesture', 'nothing', 'told'] as const).map((value) => ({ value, label: tValue('response.way', value) }))} /></Form.Item>
        {way === 'gesture' && (
          <div className="row response-gesture">
            <Form.Item name="fund" label={t('response.fund')} rules={[needed()]}><Input maxLength={100} /></Form.Item>
            <Form.Item name="amount" label={t('response.amount')} rules={[needed()]}><InputNumber min={0.01} max={1_000_000} step={1} precision={2} /></Form.Item>
            <Form.Item name="currency" label={t('response.currency')} rules={[needed()]}><Input maxLength={3} /></Form.Item>
          </div>
        )}
        {way === 'nothing' && <Form.Item name="needsNothing" label={t('response.needsNothing')} rules={[needed()]}><Input.TextArea autoSize={{ minRows: 1, maxRows: 3 }} maxLength={500} /></Form.Item>}
        {refusal && <Alert type="error" role="alert" message={refusal} style={{ marginBottom: 12 }} />}
        {preview && <Preview preview={preview} />}
        <div className="row">
          {preview && !preview.refusal && preview.people > 0
            ? <Button type="primary" loading={busy} onClick={() => void send()}>{t('response.send', { count: count(preview.people) })}</Button>
            : <Button type="primary" loading={busy} onClick={() => void look()}>{t('response.preview')}</Button>}
          <Button onClick={close}>{t('action.cancel')}</Button>
        </div>
      </Form>
    </Drawer>
  );
}

function Preview({ preview }: { preview: PutRightPreview }) {
  return (
    <section className="response-preview" aria-label={t('response.preview')} role="status">
      <dl className="numeric">
        <div><dt className="meta">{t('response.people')}</dt><dd>{count(preview.people)}</dd></div>
        <div><dt className="meta">{t('response.cost')}</dt><dd>{preview.money.length ? preview.money.map(money).join(' + ') : '–'}</dd></div>
        {preview.fundLeft && <div><dt className="meta">{t('response.fundLeft')}</dt><dd>{money(preview.fundLeft)}</dd></div>}
        {preview.leftToday && <div><dt className="meta">{t('response.leftToday')}</dt><dd>{money(preview.leftToday)}</dd></div>}
      </dl>
      {preview.leftOut.length > 0 && <ul>{preview.leftOut.map((one) => <li key={one.why} className="meta">{one.text}</li>)}</ul>}
      {preview.refusal && <Alert type="warning" role="alert" message={preview.refusal} />}
    </section>
  );
}
