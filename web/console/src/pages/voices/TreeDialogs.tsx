import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { t } from '../../i18n/language.ts';
import { ReasonSelect } from './ReasonSelect.tsx';
import { useReasons } from './tree.ts';
import { codeOf, isCode, type TreeEdit } from './treeEdit.ts';

interface Given { chinese: string; english: string; code?: string }

/** A new stage, or a new reason of one. Its code is for programs and never changes; the titles may. */
export function AddToTree({ stage, taken, does, close }: { stage: string; taken: Set<string>; does: (edit: TreeEdit) => void; close: () => void }) {
  const [form] = Form.useForm<Given>();
  const english = Form.useWatch('english', form) ?? '';
  const required = { required: true, whitespace: true, message: t('form.required') };
  const add = ({ chinese, english: word, code }: Given) => {
    const made = code?.trim() || codeOf(word);
    const title = { 'zh-CN': chinese.trim(), en: word.trim() };
    does(stage ? { deed: 'addReason', stage, code: made, title } : { deed: 'addStage', code: made, title });
    close();
  };
  return (
    <Modal open title={stage ? t('tree.addReason') : t('tree.addStage')} okText={t('action.add')} cancelText={t('action.cancel')} onCancel={close} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={add}>
        <Form.Item name="chinese" label={t('tree.chinese')} rules={[required]}><Input maxLength={60} autoFocus /></Form.Item>
        <Form.Item name="english" label={t('tree.english')} rules={[required]}><Input maxLength={60} /></Form.Item>
        <Form.Item name="code" label={t('tree.code')} extra={t('tree.codeHelp')} rules={[{ validator: (_, value?: string) => {
          const made = value?.trim() || codeOf(english);
          return !isCode(made) ? Promise.reject(new Error(t('tree.codeWrong'))) : taken.has(made) ? Promise.reject(new Error(t('tree.codeTaken'))) : Promise.resolve();
        } }]}><Input maxLength={40} placeholder={codeOf(english)} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Two reasons that mean the same go on as one; voices of both are counted there from now on. */
export function MergeReason({ code, does, close }: { code: string; does: (edit: TreeEdit) => void; close: () => void }) {
  const { reason } = useReasons();
  const [into, setInto] = useState<string | null>(null);
  return (
    <Modal open title={t('tree.mergeTitle', { name: reason(code)?.title ?? code })} okText={t('tree.merge')} cancelText={t('action.cancel')} onCancel={close} okButtonProps={{ disabled: !into }} onOk={() => { if (into) does({ deed: 'merge', code, into }); close(); }} destroyOnHidden>
      <p className="meta">{t('tree.mergeText')}</p>
      <ReasonSelect value={into} onChoose={setInto} withNone={false} without={code} />
    </Modal>
  );
}
