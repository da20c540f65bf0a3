import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { newId } from '../../api/identifiers.ts';
import { remedies, type Advance } from '../../api/remedies.ts';
import { carriers, merchants } from '../../api/calls.ts';
import { localName } from '../../app/names.ts';
import { useProof } from '../../app/proof.tsx';
import { t, tValue } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';

interface Given { kind: 'merchant' | 'carrier' | 'platform'; id?: string; reason: string }

/** Who bears what the platform paid first. From then on it is collected every day by itself. */
export function LiableDialog({ advance, close }: { advance: Advance; close: () => void }) {
  const queries = useQueryClient();
  const prove = useProof();
  const [form] = Form.useForm<Given>();
  const [id] = useState(newId);
  const kind = Form.useWatch('kind', form) ?? 'merchant';
  const known = useQuery({ queryKey: ['liable', kind], queryFn: async () => (await (kind === 'carrier' ? carriers : merchants).list()).items.map((one) => ({ value: one.id, label: `${localName(one.name)} · ${one.id}` })), enabled: kind !== 'platform', staleTime: 300_000 });
  const name = useMutation({
    mutationFn: (given: Given) => prove(() => remedies.recover(advance.case, { id: `sweep-${id}`, currency: advance.currency, step: 'sweep', reason: given.reason, liable: { kind: given.kind, id: given.kind === 'platform' ? null : given.id ?? null } })),
    onSuccess: () => { void queries.invalidateQueries(); close(); },
  });
  return (
    <Modal open title={t('finance.nameLiable')} okText={t('finance.nameAndCollect')} cancelText={t('action.cancel')} onCancel={close} onOk={() => form.submit()} confirmLoading={name.isPending} width={460} destroyOnHidden>
      <p className="meta">{t('finance.nameLiableText')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'merchant' }} onFinish={(given: Given) => name.mutate(given)}>
        <Form.Item name="kind" label={t('finance.liable')}><Select options={(['merchant', 'carrier', 'platform'] as const).map((value) => ({ value, label: tValue('liable', value) }))} onChange={() => form.setFieldValue('id', undefined)} /></Form.Item>
        {kind !== 'platform' && (
          <Form.Item name="id" label={tValue('liable', kind)} rules={[{ required: true, whitespace: true, message: t('finance.chooseLiable') }]}>
            <AutoComplete options={known.data} placeholder={t('finance.liableId')} filterOption={(typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase())} />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('finance.reason')} rules={[{ required: true, whitespace: true, message: t('finance.sayWhy') }]}><Input maxLength={500} /></Form.Item>
      </Form>
      {(name.error ?? known.error) && <Problem error={name.error ?? known.error} />}
    </Modal>
  );
}
