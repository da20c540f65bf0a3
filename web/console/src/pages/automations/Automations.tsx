import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Switch } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { automations as calls } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import type { Automation } from '../../api/types.ts';
import { useStaffName, useUnitName } from '../../app/names.ts';
import { useCannedReplies } from '../../app/queries.ts';
import { minutes, shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { useCaseWords } from '../cases/useCases.ts';
import { useAct } from '../../parts/useAct.ts';
import { AutomationEditor } from './AutomationEditor.tsx';
import '../../styles/settings.css';
import '../../styles/automations.css';

/** What is done without anybody's hand: each line says when, what is done, and whether it is on. */
export default function Automations() {
  useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['automations'], queryFn: () => calls.list() });
  const openId = parameters.get('open') ?? undefined;
  const show = (id: string | undefined) => setParameters(id ? { open: id } : {}, { replace: !id });
  const open = data?.items.find((one) => one.id === openId);
  if (openId && (open || (openId.startsWith('new-') && data))) {
    return <AutomationEditor key={openId} id={openId.replace(/^new-/, '')} automation={open} close={() => show(undefined)} made={(id) => show(id)} />;
  }
  return (
    <div className="page">
      <div className="page-inner wide">
        <header className="page-head">
          <div className="grow"><h1>{t('rail.automations')}</h1><p className="meta">{t('automations.intro')}</p></div>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => show(`new-${newId()}`)}>{t('action.add')}</Button>
        </header>
        {isLoading && <Skeleton rows={6} />}
        {error && <Problem error={error} retry={() => void refetch()} />}
        {data?.items.length === 0 && <Empty title={t('automations.none')}>{t('automations.noneText')}</Empty>}
        {!!data?.items.length && <AutomationTable all={data.items} open={show} />}
      </div>
    </div>
  );
}

function AutomationTable({ all, open }: { all: Automation[]; open: (id: string) => void }) {
  const say = useSteps();
  const act = useAct();
  const queries = useQueryClient();
  const flip = async (one: Automation, on: boolean) => {
    if (await act(() => calls.flip(one.id, on, one.version), t(on ? 'automations.isOn' : 'automations.isOff'))) void queries.invalidateQueries({ queryKey: ['automations'] });
  };
  return (
    <div className="scroll-x">
      <table className="grid-table settings-table">
        <thead><tr><th scope="col">{t('automations.name')}</th><th scope="col">{t('automations.when')}</th><th scope="col">{t('automations.then')}</th><th scope="col">{t('automations.state')}</th><th scope="col">{t('automations.changed')}</th></tr></thead>
        <tbody>{all.map((one) => (
          <tr key={one.id} onClick={() => open(one.id)}>
            <th scope="row"><button type="button" data-row className="linklike" onClick={(event) => { event.stopPropagation(); open(one.id); }}>{one.name}</button></th>
            <td data-label={t('automations.when')}>{triggerWords(one)}</td>
            <td data-label={t('automations.then')}>{one.steps.map(say).join(' · ')}</td>
            <td data-label={t('automations.state')} onClick={(event) => event.stopPropagation()}>
              <span className="row">
                <Switch size="small" checked={one.state === 'on'} aria-label={t('automations.switch', { name: one.name })} onChange={(on) => void flip(one, on)} />
                {one.state === 'stopped' ? <StateMark tone="bad">{t('automations.stopped')}</StateMark> : !one.tested && <span className="meta">{t('automations.untested')}</span>}
              </span>
            </td>
            <td data-label={t('automations.changed')} className="meta">{shortTime(one.changedAt)}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

export function triggerWords(one: Pick<Automation, 'trigger'>): string {
  const event = tValue('automations.event', one.trigger.event);
  return one.trigger.afterMinutes ? t('automations.after', { minutes: one.trigger.afterMinutes, event }) : event;
}

/** A step in words, with whom and what it names by their names. */
export function useSteps(): (step: { do?: string | null; with?: string | null }) => string {
  const unitName = useUnitName();
  const staffName = useStaffName();
  const tags = useTags();
  const kinds = useCaseWords();
  const { data: replies } = useCannedReplies();
  const argument = (step: { do?: string | null; with?: string | null }): string => {
    switch (step.do) {
      case 'transfer': return unitName(step.with);
      case 'note': return `“${(step.with ?? '').slice(0, 40)}”`;
      case 'assign': case 'mention': return staffName(step.with) ?? '';
      case 'tag': return tags.find((tag) => tag.id === step.with)?.name ?? step.with ?? '';
      case 'snooze': return minutes(Number(step.with));
      case 'open-case': return kinds.kind(step.with ?? '');
      case 'canned-reply': return replies?.items.find((reply) => reply.id === step.with)?.title ?? '';
      default: return '';
    }
  };
  return (step) => [tValue('automations.step', step.do), argument(step)].filter(Boolean).join(' ');
}
