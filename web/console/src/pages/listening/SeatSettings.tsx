import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Form, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { listening, type ListeningSettings } from '../../api/listening.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { useStaff } from '../../app/names.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { needed } from '../../parts/needed.ts';
import { useGradeOptions, useRoleOptions } from '../settings/options.ts';
import '../../styles/listening.css';

const kinds = ['role', 'grade', 'staff'] as const;

/** How often somebody should listen, and how what they write goes out. */
export default function SeatSettings() {
  const { data, error, refetch } = useQuery({ queryKey: ['settings', 'listening'], queryFn: listening.settings });
  return (
    <div className="settings-pad">
      <header className="page-head"><div className="grow"><h1>{t('settings.listening')}</h1><p className="meta">{t('seatSettings.intro')}</p></div></header>
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && <SettingsForm settings={data} />}
    </div>
  );
}

function SettingsForm({ settings: { version: _, ...settings } }: { settings: ListeningSettings & { version: number } }) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = async (changed: ListeningSettings) => {
    setBusy(true);
    try {
      await listening.saveSettings({ ...settings, ...changed });
      setProblem(undefined);
      void message.success(t('settings.saved'));
      await queries.invalidateQueries({ queryKey: ['settings', 'listening'] });
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  const required = { required: true, message: t('form.required') };
  return (
    <Form<ListeningSettings> layout="vertical" requiredMark={false} initialValues={settings} onFinish={(changed) => void submit(changed)} style={{ maxWidth: 560 }}>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' ')} style={{ marginBottom: 16 }} />}
      <h2>{t('seatSettings.targets')}</h2>
      <p className="meta seat-target-text">{t('seatSettings.targetsText')}</p>
      <Form.List name="targets">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => <Target key={field.key} name={field.name} remove={() => remove(field.name)} />)}
            <Form.Item><Button icon={<PlusOutlined />} onClick={() => add({ kind: 'role', key: undefined, sessions: 1 })}>{t('seatSettings.addTarget')}</Button></Form.Item>
          </>
        )}
      </Form.List>
      <h2>{t('seatSettings.replies')}</h2>
      <Form.Item name="approvalsNeeded" label={t('seatSettings.approvals')} extra={t('seatSettings.approvalsHelp')} rules={[required]}><InputNumber min={1} max={100} precision={0} /></Form.Item>
      <Form.Item name="nameListener" label={t('seatSettings.name')} extra={t('seatSettings.nameHelp')} valuePropName="checked"><Switch /></Form.Item>
      <Form.Item name="holdWords" label={t('seatSettings.words')} extra={t('seatSettings.wordsHelp')}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、']} /></Form.Item>
      <Form.Item name="seatHours" label={t('seatSettings.hours')} extra={t('seatSettings.hoursHelp')} rules={[required]}><InputNumber min={1} max={168} precision={0} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t('action.save')}</Button>
    </Form>
  );
}

/** For a person, a grade or a role; the closest to the person counts. */
function Target({ name, remove }: { name: number; remove: () => void }) {
  const form = Form.useFormInstance<ListeningSettings>();
  const kind: string | null | undefined = Form.useWatch(['targets', name, 'kind'], form);
  const [roles, grades, staff] = [useRoleOptions(), useGradeOptions(), useStaff()];
  const options = kind === 'staff' ? staff.map((person) => ({ value: person.id, label: person.name })) : kind === 'grade' ? grades : roles;
  return (
    <div className="row seat-target">
      <Form.Item name={[name, 'kind']}><Select aria-label={t('seatSettings.forWhom')} options={kinds.map((value) => ({ value, label: tValue('seatSettings.kind', value) }))} onChange={() => form.setFieldValue(['targets', name, 'key'], undefined)} /></Form.Item>
      <Form.Item name={[name, 'key']} rules={[needed()]}><Select showSearch optionFilterProp="label" aria-label={t('seatSettings.who')} options={options} /></Form.Item>
      <Form.Item name={[name, 'sessions']} rules={[{ required: true, message: t('form.required') }]}><InputNumber min={0} max={100} precision={0} aria-label={t('seatSettings.sessions')} addonAfter={t('seatSettings.sessions')} /></Form.Item>
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('seatSettings.removeTarget')} onClick={remove} />
    </div>
  );
}
