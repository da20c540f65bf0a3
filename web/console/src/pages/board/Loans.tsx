import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { loans as calls } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { BoardPerson } from '../../api/types.ts';
import { useUnitName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';

const spans = [15, 30, 60, 120, 240, 480];

/** Asks who helps out in a unit and how long; the unit's contacts are offered to them at once. */
export function LendDialog({ unit, people, close }: { unit: string; people: BoardPerson[]; close: () => void }) {
  const unitName = useUnitName();
  const queries = useQueryClient();
  const [id] = useState(newId);
  const [staff, setStaff] = useState<string[]>([]);
  const [minutes, setMinutes] = useState(60);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const free = people.filter((person) => !person.units.includes(unit) && person.state !== 'offline')
    .sort((one, other) => Number(other.state === 'available') - Number(one.state === 'available') || (other.capacity - other.load) - (one.capacity - one.load));
  const lend = async () => {
    setBusy(true);
    try {
      await calls.lend({ id, staff, unit, minutes });
      void queries.invalidateQueries({ queryKey: ['loans'] });
      close();
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={t('loans.title', { unit: unitName(unit) })} onCancel={close} onOk={() => void lend()} okText={t('loans.lend')} cancelText={t('action.cancel')} okButtonProps={{ disabled: staff.length === 0 }} confirmLoading={busy}>
      <div className="stack" style={{ gap: 12 }}>
        {problem && <Alert type="error" role="alert" message={problemText(problem)} />}
        <p className="meta">{t('loans.text')}</p>
        <Select mode="multiple" autoFocus aria-label={t('loans.people')} placeholder={t('loans.people')} value={staff} onChange={setStaff} optionFilterProp="label" notFoundContent={t('loans.nobody')}
          options={free.map((person) => ({ value: person.id, label: `${t('assign.option', { name: person.name, load: person.load, capacity: person.capacity })} · ${tValue('presence', person.state)}` }))} />
        <Select aria-label={t('loans.span')} value={minutes} onChange={setMinutes} options={spans.map((span) => ({ value: span, label: t('loans.minutes', { minutes: span }) }))} />
      </div>
    </Modal>
  );
}

/** Who helps out where, and calling them back. */
export function LoanList({ mayEnd }: { mayEnd: boolean }) {
  const unitName = useUnitName();
  const queries = useQueryClient();
  const act = useAct();
  const { data } = useQuery({ queryKey: ['loans'], queryFn: () => calls.list(), refetchInterval: 10_000 });
  if (!data?.items.length) return null;
  const end = async (id: string) => { if (await act(() => calls.end(id), t('loans.ended'))) void queries.invalidateQueries({ queryKey: ['loans'] }); };
  return (
    <section aria-labelledby="loans" className="loans">
      <h2 id="loans">{t('loans.list')}</h2>
      <ul className="stack divided">
        {data.items.map((loan) => (
          <li key={loan.id} className="row between">
            <span>{t('loans.line', { people: loan.staff.map((one) => one.name ?? one.id).join(', '), unit: unitName(loan.unit), until: shortTime(loan.until) })}</span>
            {mayEnd && <Button size="small" onClick={() => void end(loan.id)}>{t('loans.end')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
