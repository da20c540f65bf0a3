import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import type { AutomationCondition, AutomationField } from '../../api/types.ts';
import { t, tValue } from '../../i18n/language.ts';
import { useUnitOptions } from '../../app/names.ts';

interface Properties { title: string; fields: AutomationField[]; conditions: AutomationCondition[]; onChange: (conditions: AutomationCondition[]) => void }
type Choice = { value: string; label: string };

const lists = ['one-of', 'none-of'];
const startValue = (field: AutomationField, is: string): unknown =>
  field.type === 'yes-no' ? true : field.type === 'number' ? 1 : lists.includes(is) ? [] : '';

/** Conditions of one group, a line each: field, comparison, value. */
export function ConditionGroup({ title, fields, conditions, onChange }: Properties) {
  const byName = (name: string | null | undefined) => fields.find((field) => field.name === name) ?? fields[0]!;
  const put = (index: number, condition: AutomationCondition) => onChange(conditions.map((one, at) => (at === index ? condition : one)));
  const choose = (index: number, field: AutomationField, is = field.operators[0]!) => put(index, { field: field.name, is, value: startValue(field, is) });
  return (
    <fieldset>
      <legend>{title}</legend>
      {conditions.map((condition, index) => {
        const field = byName(condition.field);
        return (
          <div className="condition" key={index}>
            <Select aria-label={t('automations.field')} value={field.name} onChange={(name) => choose(index, byName(name))} options={fields.map((one) => ({ value: one.name, label: tValue('automations.field', one.name) }))} />
            <Select aria-label={t('automations.comparison')} value={condition.is ?? field.operators[0]} onChange={(is) => choose(index, field, is)} options={field.operators.map((is) => ({ value: is, label: tValue('automations.is', is) }))} />
            <Value field={field} condition={condition} onChange={(value) => put(index, { ...condition, value })} />
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('action.delete')} onClick={() => onChange(conditions.filter((_, at) => at !== index))} />
          </div>
        );
      })}
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...conditions, { field: fields[0]!.name, is: fields[0]!.operators[0]!, value: startValue(fields[0]!, fields[0]!.operators[0]!) }])}>{t('automations.addCondition')}</Button>
    </fieldset>
  );
}

function Value({ field, condition, onChange }: { field: AutomationField; condition: AutomationCondition; onChange: (value: unknown) => void }) {
  const units = useUnitOptions();
  const label = t('automations.value');
  if (field.type === 'yes-no') return <Select aria-label={label} value={condition.value === true} onChange={onChange} options={[{ value: true, label: t('settings.yes') }, { value: false, label: t('settings.no') }]} />;
  if (field.type === 'number') return <InputNumber aria-label={label} value={Number(condition.value ?? 0)} precision={0} onChange={(value) => onChange(value ?? 0)} />;
  const choices: Choice[] | undefined = field.name.endsWith('unit') ? units : field.values?.map((value) => ({ value, label: tValue(`automations.${field.name}`, value) }));
  if (lists.includes(condition.is ?? '')) return <Select mode={choices ? 'multiple' : 'tags'} aria-label={label} value={(condition.value as string[] | undefined) ?? []} onChange={onChange} options={choices} />;
  if (choices) return <Select aria-label={label} value={(condition.value as string) || undefined} onChange={onChange} options={choices} showSearch optionFilterProp="label" />;
  return <Input aria-label={label} value={String(condition.value ?? '')} maxLength={200} onChange={(event) => onChange(event.target.value)} />;
}
