import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, DatePicker, Input, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { audit } from '../../api/calls.ts';
import { asProblem } from '../../api/problem.ts';
import type { AuditCheck } from '../../api/types.ts';
import { useStaff, useStaffName } from '../../app/names.ts';
import { saveFile } from '../../app/saveFile.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import '../../styles/account.css';

const names = ['actor', 'action', 'subject', 'since', 'until'] as const;

/** Who changed what, when: it can be read and proven whole, never changed. What is looked for stands in the address. */
export function Audit() {
  const [parameters, setParameters] = useSearchParams();
  const filter = Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? undefined]));
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['settings', 'audit', filter], queryFn: ({ pageParam }) => audit.list(filter, pageParam),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
  });
  const nameOf = useStaffName();
  const { message } = AntApp.useApp();
  const [check, setCheck] = useState<AuditCheck>();
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  const set = (name: typeof names[number], value?: string) => setParameters((before) => { const next = new URLSearchParams(before); if (value) next.set(name, value); else next.delete(name); return next; }, { replace: true });
  const run = async (deed: () => Promise<void>) => { try { await deed(); } catch (failure) { void message.error(problemText(asProblem(failure))); } };
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t('settings.audit')}</h1><p className="meta">{t('audit.intro')}</p></div>
        <Button icon={<SafetyCertificateOutlined />} onClick={() => void run(async () => setCheck(await audit.check()))}>{t('audit.check')}</Button>
        <Button icon={<DownloadOutlined />} onClick={() => void run(async () => saveFile(await audit.table(filter), 'audit.csv'))}>{t('audit.table')}</Button>
      </header>
      {check && <Alert role="status" type={check.intact ? 'success' : 'error'} closable onClose={() => setCheck(undefined)} style={{ marginBottom: 16 }}
        message={check.intact ? t('audit.intact', { count: check.entries }) : t('audit.broken', { number: check.brokenAt ?? 0, why: tValue('audit.why', check.why ?? '') })}
        description={check.head && <>{t('audit.head')} <code style={{ overflowWrap: 'anywhere' }}>{check.head}</code></>} />}
      <Filters filter={filter} set={set} />
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && rows.length === 0 && <Empty title={t('audit.empty')} />}
      {rows.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('settings.audit')}><table className="grid-table">
          <thead><tr><th scope="col">{t('audit.at')}</th><th scope="col">{t('audit.actor')}</th><th scope="col">{t('audit.action')}</th><th scope="col">{t('audit.subject')}</th><th scope="col">{t('audit.detail')}</th></tr></thead>
          <tbody>{rows.map((row) => <tr key={row.id}><td className="numeric">{fullTime(row.at)}</td><td>{nameOf(row.actor.id) ?? tValue('actor', row.actor.kind)}</td><td><code>{row.action}</code></td><td><span className="cell-cut" title={row.subject}>{row.subject}</span></td><td><span className="cell-cut meta" title={row.detail ? JSON.stringify(row.detail) : undefined}>{row.detail ? JSON.stringify(row.detail) : ''}</span></td></tr>)}</tbody>
        </table></div>
      )}
      {hasNextPage && <Button style={{ marginTop: 16 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('action.more')}</Button>}
    </div>
  );
}

function Filters({ filter, set }: { filter: Record<string, string | undefined>; set: (name: typeof names[number], value?: string) => void }) {
  const staff = useStaff();
  return (
    <div className="audit-filters" role="search" aria-label={t('audit.filters')}>
      <Select allowClear showSearch optionFilterProp="label" style={{ width: 200 }} aria-label={t('audit.actor')} placeholder={t('audit.actor')} value={filter.actor} onChange={(value?: string) => set('actor', value)} options={staff.map((one) => ({ value: one.id, label: one.name }))} />
      <Input.Search allowClear style={{ width: 220 }} aria-label={t('audit.action')} placeholder={t('audit.actionHelp')} defaultValue={filter.action} onSearch={(value) => set('action', value.trim())} />
      <Input.Search allowClear style={{ width: 220 }} aria-label={t('audit.subject')} placeholder={t('audit.subjectHelp')} defaultValue={filter.subject} onSearch={(value) => set('subject', value.trim())} />
      <DatePicker.RangePicker showTime aria-label={t('audit.at')} onChange={(range) => { set('since', range?.[0]?.toISOString()); set('until', range?.[1]?.toISOString()); }} />
    </div>
  );
}
