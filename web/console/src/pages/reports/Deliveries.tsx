import { ArrowLeftOutlined, DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { reports } from '../../api/calls.ts';
import { address as addressOf } from '../../api/client.ts';
import { newId } from '../../api/identifiers.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { ReportDelivery, ReportSchedule } from '../../api/types.ts';
import { localName, useUnitOptions } from '../../app/names.ts';
import { mayAssign, useMe } from '../../app/session.tsx';
import { shortTime } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { ownZone, search } from './period.ts';
import { useFigures } from './ReportOverview.tsx';
import { valueText } from './values.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const address = /^[^\s@<>,]+@[^\s@<>,]+$/;

/** Reports that come by themselves, and those that came. */
export default function Deliveries() {
  const [editing, setEditing] = useState<Partial<ReportSchedule>>();
  const may = mayAssign(useMe());
  const schedules = useQuery({ queryKey: ['reports', 'schedules'], queryFn: reports.schedules });
  return (
    <>
      <header className="page-head">
        <Link to="/reports" aria-label={t('report.back')}><ArrowLeftOutlined /></Link>
        <div className="grow"><h1>{t('report.deliveries')}</h1><p className="meta">{t('report.deliveriesText')}</p></div>
        {may && <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({ every: 'day', at: '08:30', zone: ownZone(), weekday: 1, active: true })}>{t('action.add')}</Button>}
      </header>
      {schedules.error && <Problem error={schedules.error} retry={() => void schedules.refetch()} />}
      {schedules.isLoading && <Skeleton rows={3} />}
      {schedules.data?.items.length === 0 && <Empty title={t('report.noSchedules')}>{t('report.noSchedulesText')}</Empty>}
      {!!schedules.data?.items.length && <Schedules schedules={schedules.data.items} edit={may ? setEditing : undefined} />}
      <Made />
      {editing && <Edit schedule={editing} close={() => setEditing(undefined)} />}
    </>
  );
}

function Schedules({ schedules, edit }: { schedules: ReportSchedule[]; edit: ((schedule: ReportSchedule) => void) | undefined }) {
  const act = useAct();
  const queries = useQueryClient();
  const remove = async (id: string) => { if (await act(() => reports.removeSchedule(id), t('report.removed'))) void queries.invalidateQueries({ queryKey: ['reports', 'schedules'] }); };
  return (
    <ul className="behind">{schedules.map((one) => (
      <li key={one.id} className="behind-row row">
        <span className="grow"><span className="strong">{one.name}</span> <span className="meta">{rhythm(one)} · {one.zone}{one.active && one.nextAt ? ` · ${t('report.nextAt', { at: shortTime(one.nextAt) })}` : ` · ${t('report.paused')}`} · {one.recipients.length > 0 ? t('report.goesTo', { addresses: one.recipients.join(', ') }) : t('report.goesNowhere')}</span></span>
        {edit && <><Button size="small" onClick={() => edit(one)}>{t('report.edit')}</Button><Button size="small" type="text" danger onClick={() => void remove(one.id)}>{t('report.remove')}</Button></>}
      </li>
    ))}</ul>
  );
}
const rhythm = (one: ReportSchedule): string => (one.every === 'day' ? t('report.everyDay', { at: one.at }) : t('report.everyWeek', { day: t(`report.weekday.${one.weekday}` as Key), at: one.at }));

function Made() {
  const list = useInfiniteQuery({ queryKey: ['reports', 'deliveries'], queryFn: ({ pageParam }) => reports.deliveries(pageParam as string | undefined), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined });
  const made = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="made">
      <h2 id="made">{t('report.made')}</h2>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <Skeleton rows={4} />}
      {list.data && made.length === 0 && <p className="meta">{t('report.noneMade')}</p>}
      <ul className="behind">{made.map((one) => <Delivery key={one.id} one={one} />)}</ul>
      {list.hasNextPage && <p className="report-more"><Button onClick={() => void list.fetchNextPage()}>{t('report.more')}</Button></p>}
    </section>
  );
}

function Delivery({ one }: { one: ReportDelivery }) {
  const infos = useFigures();
  const filters = { from: one.from, to: one.to, zone: one.zone, ...(one.unit ? { unit: one.unit } : {}), ...(one.entrance ? { entrance: one.entrance } : {}), ...(one.language ? { language: one.language } : {}) };
  return (
    <li className="behind-row">
      <span className="row"><span className="strong">{one.name}</span><span className="meta numeric">{one.from === one.to ? one.from : `${one.from} – ${one.to}`}</span><span className="grow" />
        <Link to={`/reports?${search(filters)}`}>{t('report.openIt')}</Link>
        <a href={addressOf(`/reports/deliveries/${one.id}/table`)} download><DownloadOutlined /> {t('report.csvFigures')}</a>
        <a href={addressOf('/reports/contacts', { ...filters, figure: 'offered', format: 'csv' })} download><DownloadOutlined /> {t('report.csvContacts')}</a></span>
      <span className="meta">{one.summary.map((figure) => `${localName(infos.find((info) => info.key === figure.key)?.name) || figure.key} ${valueText(figure.kind as 'count', figure.value)}`).join(' · ')}</span>
      {one.sentTo.length > 0 && <span className="meta">{t('report.mailedTo', { addresses: one.sentTo.join(', ') })}</span>}
    </li>
  );
}

function Edit({ schedule, close }: { schedule: Partial<ReportSchedule>; close: () => void }) {
  const [form] = Form.useForm<ReportSchedule>();
  const queries = useQueryClient();
  const units = useUnitOptions();
  const every = Form.useWatch('every', form) ?? schedule.every;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const required = { required: true, message: t('form.required') };
  const submit = async (value: ReportSchedule) => {
    setBusy(true);
    try {
      await reports.saveSchedule({ ...schedule, ...value, id: schedule.id ?? newId() });
      await queries.invalidateQueries({ queryKey: ['reports', 'schedules'] });
      close();
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={schedule.id ? schedule.name : t('report.newSchedule')} onCancel={close} onOk={() => form.submit()} okText={t('action.save')} cancelText={t('action.cancel')} confirmLoading={busy}>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' ')} style={{ marginBottom: 16 }} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={schedule} onFinish={(value) => void submit(value)}>
        <Form.Item name="name" label={t('report.name')} rules={[{ ...required, whitespace: true }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="every" label={t('report.every')}><Select options={['day', 'week'].map((value) => ({ value, label: t(`report.every.${value}` as Key) }))} /></Form.Item>
        {every === 'week' && <Form.Item name="weekday" label={t('report.weekday')}><Select options={weekdays.map((value) => ({ value, label: t(`report.weekday.${value}` as Key) }))} /></Form.Item>}
        <Form.Item name="at" label={t('report.at')} rules={[required]}><Input type="time" /></Form.Item>
        <Form.Item name="zone" label={t('report.zone')} rules={[required]}><Input /></Form.Item>
        <Form.Item name="unit" label={t('report.unit')}><Select allowClear options={units} /></Form.Item>
        <Form.Item name="recipients" label={t('report.recipients')} extra={t('report.recipientsHelp')} rules={[{ validator: (_, value?: string[]) => { const wrong = value?.find((one) => !address.test(one)); return wrong ? Promise.reject(new Error(t('report.recipientWrong', { address: wrong }))) : Promise.resolve(); } }]}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ';', ' ']} maxCount={20} />
        </Form.Item>
        <Form.Item name="active" label={t('report.active')} valuePropName="checked"><Switch /></Form.Item>
      </Form>
    </Modal>
  );
}
