import { useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Form, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import { cases } from '../../api/cases.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { CaseSettings } from '../../api/types.ts';
import { useUnitOptions } from '../../app/names.ts';
import { t } from '../../i18n/language.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useCaseSettings } from './useCases.ts';

/** How cases go: by when the consumer hears, when silence accepts, who settles, who is kept by one person. */
export default function CaseRules() {
  const { data, error, isLoading, refetch } = useCaseSettings();
  return (
    <div className="settings-pad">
      <header className="page-head"><div className="grow"><h1>{t('settings.caseRules')}</h1><p className="meta">{t('caseSettings.rulesIntro')}</p></div></header>
      {isLoading && <Skeleton rows={8} />}
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {data && <RulesForm settings={data} />}
    </div>
  );
}

function RulesForm({ settings }: { settings: CaseSettings }) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const units = useUnitOptions();
  const zones = useMemo(() => (Intl.supportedValuesOf?.('timeZone') ?? ['Asia/Shanghai', 'UTC']).map((zone) => ({ value: zone, label: zone })), []);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = async (changed: Partial<CaseSettings>) => {
    setBusy(true);
    try {
      const fresh = await cases.settings();
      await cases.saveSettings({ ...fresh, ...changed, experienceUnit: changed.experienceUnit || null, timeZone: changed.timeZone || null });
      setProblem(undefined);
      void message.success(t('settings.saved'));
      await queries.invalidateQueries({ queryKey: ['case-settings'] });
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  const required = { required: true, message: t('form.required') };
  return (
    <Form layout="vertical" requiredMark={false} initialValues={settings} onFinish={(changed) => void submit(changed as Partial<CaseSettings>)} style={{ maxWidth: 480 }}>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' ')} style={{ marginBottom: 16 }} />}
      <Form.Item name="promiseMinutes" label={t('caseSettings.promiseMinutes')} extra={t('caseSettings.promiseAllHelp')} rules={[required]}><InputNumber min={1} max={86_400} precision={0} /></Form.Item>
      <Form.Item name="transferMinutes" label={t('caseSettings.transferMinutes')} extra={t('caseSettings.transferHelp')} rules={[required]}><InputNumber min={1} max={86_400} precision={0} /></Form.Item>
      <Form.Item name="experienceUnit" label={t('caseSettings.experienceUnit')} extra={t('caseSettings.experienceHelp')}><Select allowClear showSearch optionFilterProp="label" options={units} /></Form.Item>
      <Form.Item name="closedUnits" label={t('caseSettings.closedUnits')} extra={t('caseSettings.closedHelp')}><Select mode="multiple" optionFilterProp="label" options={units} /></Form.Item>
      <Form.Item name="keptTiers" label={t('caseSettings.keptTiers')} extra={t('caseSettings.keptHelp')}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ' ']} /></Form.Item>
      <Form.Item name="reopenDays" label={t('caseSettings.reopenDays')} extra={t('caseSettings.reopenHelp')} rules={[required]}><InputNumber min={0} max={365} precision={0} /></Form.Item>
      <Form.Item name="timeZone" label={t('caseSettings.timeZone')} extra={t('caseSettings.zoneHelp')}><Select allowClear showSearch options={zones} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t('action.save')}</Button>
    </Form>
  );
}
