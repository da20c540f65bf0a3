import { useQuery } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { actions, type ActionOffer, type ActionWish, type Offers, type Preview } from '../../api/actions.ts';
import { newId } from '../../api/identifiers.ts';
import type { Order } from '../../api/types.ts';
import { t } from '../../i18n/language.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { ActionFields } from './ActionFields.tsx';
import { argumentsOf, type Given } from './arguments.ts';
import { PreviewFacts } from './PreviewFacts.tsx';
import { Refusal } from './Refusal.tsx';

interface Properties { order: Order; offer: ActionOffer; offers: Offers; conversation?: string; of?: string; close: () => void; done: () => void }

const watchMilliseconds = 2_000;

/** First what is wanted, then exactly what it would do, then the customer's yes where it needs one, then it is done. One id a dialog: pressing twice is one action. */
export function ActionDialog({ order, offer, offers, conversation, of, close, done }: Properties) {
  const { message } = AntApp.useApp();
  const [form] = Form.useForm<Given>();
  const [id] = useState(() => newId());
  const [wish, setWish] = useState<ActionWish>();
  const [made, setMade] = useState<Preview>();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiProblem>();
  const watched = useQuery({ queryKey: ['preview', made?.id], queryFn: () => actions.previewAsItStands(made!.id), enabled: asked && !!made, refetchInterval: watchMilliseconds });
  const preview = watched.data ?? made;
  const attempt = async (step: () => Promise<void>) => {
    setBusy(true);
    setRefusal(undefined);
    try { await step(); } catch (error) { setRefusal(asProblem(error)); } finally { setBusy(false); }
  };
  const show = (given: Given, against?: string) => attempt(async () => {
    const next: ActionWish = { kind: offer.kind, arguments: argumentsOf(offer, order, given), ...(conversation ? { conversation } : {}), ...(of ? { case: of } : {}), ...(against ? { override: { reason: against } } : {}) };
    setMade(await actions.preview(order.id, next));
    setWish(next);
  });
  const ask = () => attempt(async () => { await actions.ask(conversation!, preview!.id, newId()); setAsked(true); });
  const act = () => attempt(async () => {
    const action = await actions.act(order.id, id, wish!, preview!.id);
    void message.info(`${action.title}: ${action.stateText}`);
    done();
    close();
  });
  const consent = preview?.consent;
  const needed = consent?.required === true && consent.state !== 'given' && consent.state !== 'used';
  // Once the customer has said yes the server does it by itself.
  const underWay = consent?.state === 'used';
  const footer = !preview
    ? <Button key="show" type="primary" loading={busy} onClick={() => form.submit()}>{t('act.preview')}</Button>
    : underWay ? <Button key="over" type="primary" onClick={() => { done(); close(); }}>{t('action.close')}</Button>
      : needed ? <Button key="ask" type="primary" loading={busy} disabled={!conversation || asked} onClick={() => void ask()}>{t(asked ? 'act.asked' : 'act.ask')}</Button>
        : <Button key="do" type="primary" loading={busy} onClick={() => void act()}>{preview.approval?.required ? t('act.propose') : preview.title}</Button>;
  return (
    <Modal open title={offer.title} onCancel={close} width={520} destroyOnHidden
      footer={[preview && !asked && <Button key="back" onClick={() => setMade(undefined)}>{t('action.back')}</Button>, <Button key="cancel" onClick={close}>{t('action.cancel')}</Button>, footer]}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void show(given)} hidden={!!preview} initialValues={{ instrument: undefined }}>
        <ActionFields offer={offer} order={order} offers={offers} />
      </Form>
      {preview && <PreviewFacts preview={preview} />}
      {needed && !conversation && <Alert type="info" showIcon message={t('act.noConversation')} />}
      {asked && needed && <Alert type="info" showIcon role="status" message={t('act.waitsForYes')} />}
      {underWay && <Alert type="success" showIcon role="status" message={t('act.saidYes')} />}
      {refusal && <Refusal problem={refusal} against={(reason) => void form.validateFields().then((given) => show(given, reason))} />}
    </Modal>
  );
}
