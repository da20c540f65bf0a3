import { App as AntApp, Button, DatePicker, Form, Input, InputNumber, Modal, Segmented, Steps } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { policies, type Version, type VersionState } from '../../api/policies.ts';
import { count, fullTime } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { useMe } from '../../app/session.tsx';
import { problemText } from '../../parts/feedback.tsx';
import { deedsOf, type Deed } from './steps.ts';

interface Given { words?: string; share?: number; by?: 'tenant' | 'category' | 'case'; from?: Dayjs }
const order: VersionState[] = ['proposed', 'signed', 'shadow', 'canary', 'effective', 'retired'];

/** How far a version is, and the next step for whoever may take it. The server says which those are. */
export function LifeDeeds({ version, blocked, errors, done }: { version: Version; blocked: boolean; errors: number; done: (version: Version) => void }) {
  const { message } = AntApp.useApp();
  const me = useMe();
  const [deed, setDeed] = useState<Deed>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [form] = Form.useForm<Given>();
  const open = (next: Deed) => { setRefusal(undefined); form.resetFields(); setDeed(next); };
  const take = async (given: Given) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      done(await run(deed!, version, given));
      void message.success(t('rules.stepTaken'));
      setDeed(undefined);
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  const at = order.indexOf(version.state);
  return (
    <section>
      <h2>{t('rules.life')}</h2>
      {at < 0 ? <p>{t(`rules.state.${version.state}` as Key)}</p>
        : <Steps direction="vertical" size="small" current={at} items={order.map((state) => ({ title: t(`rules.state.${state}` as Key), description: describe(version, state) }))} />}
      <div className="rule-deeds">{deedsOf(version, me).map((one) => (
        <Button key={one} block type={one === 'decline' || one === 'retire' || one === 'withdraw' ? 'default' : 'primary'} disabled={blocked || (one === 'sign' && (errors > 0 || !version.backtest))} onClick={() => open(one)}>{t(`rules.deed.${one}` as Key)}</Button>
      ))}</div>
      {errors === 0 && version.state === 'proposed' && !version.backtest && <p className="meta">{t('rules.backtestFirst')}</p>}
      {errors > 0 && version.state === 'proposed' && <p className="meta">{t('rules.errorsFirst', { count: errors })}</p>}
      <Modal open={deed !== undefined} title={deed && t(`rules.deed.${deed}` as Key)} okText={deed && t(`rules.deed.${deed}` as Key)} cancelText={t('action.cancel')} onCancel={() => setDeed(undefined)} onOk={() => form.submit()} confirmLoading={busy} width={460} destroyOnHidden>
        {deed && <p className="meta">{t(`rules.deedText.${deed}` as Key)}</p>}
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ share: 10, by: 'case' }} onFinish={(given: Given) => void take(given)}>
          {(deed === 'accept' || deed === 'decline') && <Form.Item name="words" label={t('rules.answerWords')} rules={[{ required: true, whitespace: true, message: t('rules.sayAnswer') }]}><Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} /></Form.Item>}
          {deed === 'sign' && <Form.Item name="words" label={t('rules.signNote')}><Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} /></Form.Item>}
          {deed === 'canary' && <><Form.Item name="share" label={t('rules.share')}><InputNumber min={1} max={50} suffix="%" /></Form.Item>
            <Form.Item name="by" label={t('rules.shareBy')}><Segmented options={(['case', 'category', 'tenant'] as const).map((value) => ({ value, label: t(`rules.shareOf.${value}`) }))} /></Form.Item></>}
          {deed === 'effective' && <Form.Item name="from" label={t('rules.from')} extra={t('rules.fromHint')}><DatePicker showTime /></Form.Item>}
        </Form>
        {refusal && <p className="problem" role="alert">{refusal}</p>}
      </Modal>
    </section>
  );
}

function describe(version: Version, state: VersionState): string | undefined {
  if (state === 'signed' && version.signature) return `${version.signature.by.name} · ${fullTime(version.signature.at)}`;
  if (state === 'shadow' && version.shadow) return t('rules.shadowSeen', { count: count(version.shadow.decisions), other: count(version.shadow.different) });
  if (state === 'canary' && version.canary) return t('rules.canaryOf', { share: version.canary.share ?? 0, by: t(`rules.shareOf.${version.canary.by}` as Key) });
  if (state === 'effective' && version.effectiveFrom) return fullTime(version.effectiveFrom);
  return undefined;
}

function run(deed: Deed, version: Version, given: Given): Promise<Version> {
  const { id } = version;
  switch (deed) {
    case 'accept': return policies.answer(id, true, given.words ?? '');
    case 'decline': return policies.answer(id, false, given.words ?? '');
    case 'sign': return policies.sign(id, version.hash, given.words);
    case 'shadow': return policies.shadow(id);
    case 'canary': return policies.canary(id, given.share ?? 10, given.by ?? 'case');
    case 'effective': return policies.effective(id, given.from?.toISOString());
    case 'retire': return policies.retire(id);
    case 'withdraw': return policies.withdraw(id);
  }
}
