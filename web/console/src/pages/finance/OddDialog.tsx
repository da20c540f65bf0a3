import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import { ledger, type Payment } from '../../api/ledger.ts';
import { useProof } from '../../app/proof.tsx';
import { money } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';
import { digitsOf, minorOf } from './amounts.ts';

interface Given { moved: string; reason: string }

/** What truly became of a payment that went otherwise than ordered; a second person approves it. */
export function OddDialog({ payment, close }: { payment: Payment; close: () => void }) {
  const queries = useQueryClient();
  const prove = useProof();
  const [form] = Form.useForm<Given>();
  const [id] = useState(newId);
  const digits = digitsOf(payment.amount.currency);
  const propose = useMutation({
    mutationFn: (given: Given) => prove(() => ledger.settleOdd(payment.id, { id, moved: minorOf(given.moved, digits)!, reason: given.reason })),
    onSuccess: () => { void queries.invalidateQueries(); close(); },
  });
  return (
    <Modal open title={t('finance.settleOdd')} okText={t('finance.proposeSettlement')} cancelText={t('action.cancel')} onCancel={close} onOk={() => form.submit()} confirmLoading={propose.isPending} width={460} destroyOnHidden>
      <p className="meta">{t('finance.settleOddText', { amount: money(payment.amount) })}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given: Given) => propose.mutate(given)}>
        <Form.Item name="moved" label={t('finance.moved', { currency: payment.amount.currency })} rules={[{ validator: (_, text?: string) => (minorOf(text ?? '', digits) === undefined ? Promise.reject(new Error(t('finance.wrongAmount', { digits }))) : Promise.resolve()) }]}>
          <Input inputMode="decimal" maxLength={20} />
        </Form.Item>
        <Form.Item name="reason" label={t('finance.foundOut')} rules={[{ required: true, whitespace: true, message: t('finance.sayWhy') }]}><Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} /></Form.Item>
      </Form>
      {propose.error && <Problem error={propose.error} />}
    </Modal>
  );
}
