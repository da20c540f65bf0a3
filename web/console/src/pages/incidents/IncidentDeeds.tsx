import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Select } from 'antd';
import { useState } from 'react';
import { incidents, type IncidentDetail, type IncidentKind } from '../../api/incidents.ts';
import { useStaff, useUnitOptions } from '../../app/names.ts';
import { mayJudge, useMe } from '../../app/session.tsx';
import { t, tValue } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { MergeIncident, WithNote } from './IncidentDialogs.tsx';
import { kinds } from './IncidentList.tsx';
import { VerdictButtons } from './VerdictButtons.tsx';

/** What people decide about it: was it real, what kind, whose is it, and is it over. */
export function IncidentDeeds({ incident }: { incident: IncidentDetail }) {
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const may = mayJudge(useMe());
  const [deed, setDeed] = useState<'close' | 'reopen' | 'merge'>();
  const units = useUnitOptions();
  const staff = useStaff();
  const again = () => Promise.all([queries.invalidateQueries({ queryKey: ['incident', incident.id] }), queries.invalidateQueries({ queryKey: ['incidents'] })]);
  const act = async (run: () => Promise<unknown>) => {
    try { await run(); } catch (error) { void message.error(problemText(error)); }
    await again();
  };
  const owner = incident.owner?.id ? `staff:${incident.owner.id}` : incident.owner?.unit ? `unit:${incident.owner.unit}` : null;
  const owners = [
    { label: t('incident.units'), title: 'unit', options: units.map((unit) => ({ value: `unit:${unit.value}`, label: unit.label })) },
    { label: t('incident.people'), title: 'staff', options: staff.filter((one) => one.active !== false).map((one) => ({ value: `staff:${one.id}`, label: one.name })) },
  ];
  const own = (value: string | null) => {
    const [what, ...id] = (value ?? '').split(':');
    void act(() => incidents.own(incident.id, what === 'unit' ? { unit: id.join(':') } : { staff: id.join(':') }));
  };
  return (
    <section className="incident-decide stack" aria-label={t('incident.decide')}>
      <div className="row between"><span>{t('incident.verdictLabel')}</span><VerdictButtons incident={incident} /></div>
      <div className="row between"><span>{t('incident.kind')}</span><Select<IncidentKind> className="incident-select" disabled={!may} aria-label={t('incident.kind')} value={incident.kind} onChange={(kind) => void act(() => incidents.judge(incident.id, incident.verdict ?? 'real', kind))} options={kinds.map((value) => ({ value, label: tValue('incident.kind', value) }))} /></div>
      <div className="row between"><span>{t('incident.ownerLabel')}</span><Select<string | null> showSearch optionFilterProp="label" className="incident-select" disabled={!may} aria-label={t('incident.ownerLabel')} placeholder={t('incident.noOwner')} value={owner} onChange={own} options={owners} /></div>
      {may && (
        <div className="row incident-buttons">
          {incident.state === 'open' && <><Button onClick={() => setDeed('close')}>{t('incident.close')}</Button><Button onClick={() => setDeed('merge')}>{t('incident.merge')}</Button></>}
          {incident.state === 'closed' && <Button onClick={() => setDeed('reopen')}>{t('incident.reopen')}</Button>}
        </div>
      )}
      {deed === 'merge' && <MergeIncident incident={incident} close={() => setDeed(undefined)} />}
      {(deed === 'close' || deed === 'reopen') && <WithNote deed={deed} run={(note) => (deed === 'close' ? incidents.close(incident.id, note) : incidents.reopen(incident.id, note))} close={() => { setDeed(undefined); void again(); }} />}
    </section>
  );
}
