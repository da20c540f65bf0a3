import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import type { AutomationStep, AutomationStepKind } from '../../api/types.ts';
import { localName, useStaff, useUnitOptions } from '../../app/names.ts';
import { useCannedReplies } from '../../app/queries.ts';
import { t, tValue } from '../../i18n/language.ts';
import { useTags } from '../../parts/TagChip.tsx';
import { useCaseSettings } from '../cases/useCases.ts';

interface Properties { kinds: AutomationStepKind[]; steps: AutomationStep[]; onChange: (steps: AutomationStep[]) => void }

/** What is done, in order. */
export function StepList({ kinds, steps, onChange }: Properties) {
  const put = (index: number, step: AutomationStep) => onChange(steps.map((one, at) => (at === index ? step : one)));
  return (
    <fieldset>
      <legend>{t('automations.then')}</legend>
      {steps.map((step, index) => (
        <div className="condition step" key={index}>
          <Select aria-label={t('automations.stepKind')} value={step.do ?? undefined} onChange={(name) => put(index, { do: name })} options={kinds.map((kind) => ({ value: kind.name, label: tValue('automations.step', kind.name) }))} />
          <Argument kind={kinds.find((kind) => kind.name === step.do)} step={step} onChange={(value) => put(index, { ...step, with: value })} />
          <Button type="text" icon={<DeleteOutlined />} disabled={steps.length === 1} aria-label={t('action.delete')} onClick={() => onChange(steps.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined />} disabled={steps.length >= 10} onClick={() => onChange([...steps, { do: kinds[0]!.name }])}>{t('automations.addStep')}</Button>
    </fieldset>
  );
}

function Argument({ kind, step, onChange }: { kind: AutomationStepKind | undefined; step: AutomationStep; onChange: (value: string) => void }) {
  const units = useUnitOptions();
  const staff = useStaff();
  const label = t('automations.value');
  if (kind?.argument === 'unit') return <Select aria-label={label} value={step.with || undefined} onChange={onChange} options={units} showSearch optionFilterProp="label" />;
  if (kind?.argument === 'staff') return <Select aria-label={label} value={step.with || undefined} onChange={onChange} options={staff.map((one) => ({ value: one.id, label: one.name }))} showSearch optionFilterProp="label" />;
  if (kind?.argument === 'tag' || kind?.argument === 'canned-reply' || kind?.argument === 'case-kind') return <Known kind={kind.argument} label={label} value={step.with} onChange={onChange} />;
  if (kind?.argument === 'minutes') return <InputNumber aria-label={label} min={1} max={43_200} precision={0} addonAfter={t('automations.minutes')} value={step.with ? Number(step.with) : undefined} onChange={(value) => onChange(String(value ?? ''))} />;
  if (kind?.argument === 'text') return <Input.TextArea aria-label={label} value={step.with ?? ''} autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4_000} onChange={(event) => onChange(event.target.value)} />;
  return <span />;
}

/** A choice among the tenant's own tags, canned replies or kinds of cases. */
function Known({ kind, label, value, onChange }: { kind: 'tag' | 'canned-reply' | 'case-kind'; label: string; value: string | null | undefined; onChange: (value: string) => void }) {
  const tags = useTags();
  const { data: replies } = useCannedReplies();
  const { data: cases } = useCaseSettings();
  const options = kind === 'tag' ? tags.filter((tag) => !tag.archived).map((tag) => ({ value: tag.id, label: tag.name }))
    : kind === 'canned-reply' ? (replies?.items ?? []).map((reply) => ({ value: reply.id, label: reply.title }))
    : (cases?.kinds ?? []).map((one) => ({ value: one.code, label: localName(one.name) }));
  return <Select aria-label={label} value={value || undefined} onChange={onChange} options={options} showSearch optionFilterProp="label" />;
}
