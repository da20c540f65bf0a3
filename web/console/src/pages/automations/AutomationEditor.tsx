import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { automations as calls } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { Automation, AutomationCondition, AutomationStep } from '../../api/types.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { ConditionGroup } from './ConditionGroup.tsx';
import { RunList } from './RunList.tsx';
import { StepList } from './StepList.tsx';
import { TestPanel } from './TestPanel.tsx';

interface Draft { name: string; event: string; afterMinutes: number; all: AutomationCondition[]; any: AutomationCondition[]; steps: AutomationStep[] }
interface Properties { id: string; automation: Automation | undefined; close: () => void; made: (id: string) => void }

const draftOf = (one: Automation | undefined): Draft => ({
  name: one?.name ?? '', event: one?.trigger.event ?? 'consumer-message', afterMinutes: one?.trigger.afterMinutes ?? 0,
  all: one?.all ?? [], any: one?.any ?? [], steps: one?.steps ?? [{ do: 'note', with: '' }],
});

/** One automation read as a sentence: when this happens, if this holds, then do this; beside it what it would have done, and what it did. */
export function AutomationEditor({ id, automation, close, made }: Properties) {
  const grammar = useQuery({ queryKey: ['automations', 'grammar'], queryFn: () => calls.grammar(), staleTime: Infinity });
  const queries = useQueryClient();
  const act = useAct();
  const [draft, setDraft] = useState(() => draftOf(automation));
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(automation));
  const refresh = () => queries.invalidateQueries({ queryKey: ['automations'] });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const save = async () => {
    setBusy(true);
    try {
      const { name, event, afterMinutes, all, any, steps } = draft;
      await calls.save({ id, name, trigger: { event, afterMinutes: afterMinutes || undefined }, all, any, steps: steps.map((step) => (step.with ? step : { do: step.do })) });
      setProblem(undefined);
      await refresh();
      made(id);
    } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  const remove = async () => { if (await act(() => calls.remove(id), t('automations.deleted'))) { close(); await refresh(); } };
  const flip = async (on: boolean) => { if (await act(() => calls.flip(id, on, automation!.version), t(on ? 'automations.isOn' : 'automations.isOff'))) await refresh(); };
  return (
    <div className="page">
      <div className="page-inner wide">
        <header className="page-head">
          <div className="grow row"><Button type="text" icon={<ArrowLeftOutlined />} aria-label={t('action.back')} onClick={close} /><h1>{automation?.name ?? t('automations.new')}</h1></div>
          {automation && <Button danger type="text" onClick={() => void remove()}>{t('action.delete')}</Button>}
          {automation && !changed && <Button type={automation.state === 'on' ? 'default' : 'primary'} disabled={automation.state !== 'on' && !automation.tested} onClick={() => void flip(automation.state !== 'on')}>{t(automation.state === 'on' ? 'automations.turnOff' : 'automations.turnOn')}</Button>}
          {(changed || !automation) && <Button type="primary" loading={busy} onClick={() => void save()}>{t('action.save')}</Button>}
        </header>
        {automation?.state === 'stopped' && <Alert type="error" message={t('automations.stoppedText')} style={{ marginBottom: 16 }} />}
        {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => <div key={one.pointer}><code>{one.pointer}</code> {one.detail}</div>)} style={{ marginBottom: 16 }} />}
        {grammar.error && <Problem error={grammar.error} retry={() => void grammar.refetch()} />}
        {grammar.isLoading && <Skeleton rows={8} />}
        {grammar.data && (
          <div className="automation">
            <div className="stack automation-form">
              <label className="stack">{t('automations.name')}<Input value={draft.name} maxLength={120} autoFocus={!automation} onChange={(event) => change({ name: event.target.value })} /></label>
              <fieldset><legend>{t('automations.when')}</legend>
                <div className="row flow">
                  <Select className="grow" aria-label={t('automations.when')} value={draft.event} onChange={(event) => change({ event })} options={grammar.data.events.map((event) => ({ value: event, label: tValue('automations.event', event) }))} />
                  <span>{t('automations.andThen')}</span>
                  <InputNumber aria-label={t('automations.minutes')} min={0} max={43_200} value={draft.afterMinutes} onChange={(value) => change({ afterMinutes: value ?? 0 })} />
                  <span>{t('automations.minutesLater')}</span>
                </div>
              </fieldset>
              <ConditionGroup title={t('automations.all')} fields={grammar.data.fields} conditions={draft.all} onChange={(all) => change({ all })} />
              <ConditionGroup title={t('automations.any')} fields={grammar.data.fields} conditions={draft.any} onChange={(any) => change({ any })} />
              <StepList kinds={grammar.data.steps} steps={draft.steps} onChange={(steps) => change({ steps })} />
            </div>
            <div className="stack automation-side">
              {automation && !changed ? <><TestPanel automation={automation} tested={() => void refresh()} /><RunList automation={automation.id} /></> : <p className="meta">{t('automations.saveFirst')}</p>}
            </div>
          </div>
        )}
      </div>
    </div>
  );
}
