import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, App as AntApp, Button, Drawer, Input, Select, Switch } from 'antd';
import { useId, useMemo, useState, type ReactNode } from 'react';
import { standards } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { Calendar } from '../../api/types.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { readHours, weekdays, writeHours } from './calendars.ts';

interface Day { date: string; name: string; hours: string }
interface Draft { nameChinese: string; nameEnglish: string; always: boolean; zone: string; week: string[]; days: Day[] }

const draftOf = (calendar: Calendar): Draft => ({
  nameChinese: calendar.name['zh-CN'], nameEnglish: calendar.name.en, always: calendar.aroundTheClock, zone: calendar.zone ?? 'Asia/Shanghai',
  week: weekdays.map((_, day) => writeHours(calendar.week[day] ?? [])), days: calendar.days.map((day) => ({ date: day.date, name: day.name, hours: writeHours(day.hours) })),
});
const calendarOf = (id: string, draft: Draft) => ({
  id, name: { 'zh-CN': draft.nameChinese.trim(), en: draft.nameEnglish.trim() }, aroundTheClock: draft.always,
  ...(draft.always ? {} : { zone: draft.zone, week: draft.week.map(readHours), days: draft.days.map((day) => ({ date: day.date, name: day.name.trim(), hours: readHours(day.hours) })) }),
}) as Partial<Calendar>;

/** One calendar: hours of the week, then the days that are unlike their weekday. */
export function CalendarForm({ calendar, isNew, close, saved }: { calendar: Calendar; isNew: boolean; close: () => void; saved: () => void }) {
  const { message } = AntApp.useApp();
  const [draft, setDraft] = useState(() => draftOf(calendar));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const errorAt = (pointer: string) => problem?.body.errors?.filter((one) => one.pointer === pointer || one.pointer?.startsWith(`${pointer}/`)).map((one) => one.detail).join(' ') || undefined;
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await standards.saveCalendar(calendarOf(calendar.id, draft));
      void message.success(t('settings.saved'));
      saved();
      close();
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Drawer open onClose={close} title={isNew ? t('settings.addTo', { title: t('settings.hours') }) : t('settings.hours')} width={Math.min(560, innerWidth)}
      footer={<div className="row between"><span className="meta">{isNew ? '' : t('hours.keepVersion')}</span><span className="row"><Button onClick={close}>{t('action.cancel')}</Button><Button type="primary" loading={busy} onClick={() => void save()}>{t('action.save')}</Button></span></div>}>
      {problem && <Alert type="error" role="alert" style={{ marginBottom: 16 }} message={problemText(problem)} description={errorAt('/week') ?? errorAt('/days')} />}
      <div className="stack" style={{ gap: 16 }}>
        <Line label={t('units.nameChinese')} error={errorAt('/name/zh-CN')}>{(id) => <Input id={id} value={draft.nameChinese} maxLength={120} onChange={(event) => change({ nameChinese: event.target.value })} />}</Line>
        <Line label={t('units.nameEnglish')} error={errorAt('/name/en')}>{(id) => <Input id={id} value={draft.nameEnglish} maxLength={120} onChange={(event) => change({ nameEnglish: event.target.value })} />}</Line>
        <Line label={t('hours.always')} row>{(id) => <Switch id={id} checked={draft.always} onChange={(always) => change({ always })} />}</Line>
        {!draft.always && <ZoneAndWeek draft={draft} change={change} errorAt={errorAt} />}
        {!draft.always && <Days days={draft.days} change={(days) => change({ days })} errorAt={errorAt} />}
      </div>
    </Drawer>
  );
}

type Part = { draft: Draft; change: (part: Partial<Draft>) => void; errorAt: (pointer: string) => string | undefined };
function ZoneAndWeek({ draft, change, errorAt }: Part) {
  const zones = useMemo(() => (Intl.supportedValuesOf?.('timeZone') ?? ['Asia/Shanghai', 'UTC']).map((zone) => ({ value: zone, label: zone })), []);
  return (
    <>
      <Line label={t('hours.zone')} error={errorAt('/zone')}>{(id) => <Select id={id} showSearch value={draft.zone} options={zones} onChange={(zone) => change({ zone })} />}</Line>
      <fieldset className="hours-week">
        <legend>{t('hours.week')}<span className="meta optional">{t('hours.weekHelp')}</span></legend>
        {weekdays.map((day, index) => (
          <Line key={day} label={t(day)} row error={errorAt(`/week/${index}`)}>
            {(id) => <Input id={id} value={draft.week[index]} placeholder={t('hours.closed')} onChange={(event) => change({ week: draft.week.map((hours, at) => (at === index ? event.target.value : hours)) })} />}
          </Line>
        ))}
      </fieldset>
    </>
  );
}

function Days({ days, change, errorAt }: { days: Day[]; change: (days: Day[]) => void; errorAt: Part['errorAt'] }) {
  const set = (index: number, part: Partial<Day>) => change(days.map((day, at) => (at === index ? { ...day, ...part } : day)));
  return (
    <fieldset className="hours-days">
      <legend>{t('hours.days')}<span className="meta optional">{t('hours.daysHelp')}</span></legend>
      {days.map((day, index) => (
        <div key={index} className="hours-day">
          <Input type="date" aria-label={t('hours.date')} value={day.date} onChange={(event) => set(index, { date: event.target.value })} />
          <Input aria-label={t('hours.dayName')} placeholder={t('hours.dayName')} value={day.name} maxLength={120} onChange={(event) => set(index, { name: event.target.value })} />
          <Input aria-label={t('hours.dayHours')} placeholder={t('hours.closed')} value={day.hours} onChange={(event) => set(index, { hours: event.target.value })} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('hours.removeDay', { day: day.date || String(index + 1) })} onClick={() => change(days.filter((_, at) => at !== index))} />
          {errorAt(`/days/${index}`) && <div className="field-error">{errorAt(`/days/${index}`)}</div>}
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => change([...days, { date: '', name: '', hours: '' }])}>{t('hours.addDay')}</Button>
    </fieldset>
  );
}

function Line({ label, row, error, children }: { label: string; row?: boolean; error?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={row ? 'form-line across' : 'form-line'}>
      <label htmlFor={id}>{label}</label>
      <div className="grow">{children(id)}{error && <div className="field-error" role="alert">{error}</div>}</div>
    </div>
  );
}
