import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { standards } from '../../api/calls.ts';
import type { Calendar } from '../../api/types.ts';
import { localName } from '../../app/names.ts';
import { t } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { CalendarForm } from './CalendarForm.tsx';
import { newCalendar, weekLine } from './calendars.ts';
import '../../styles/standards.css';

/** Hours and holidays: the calendars that clocks count on. */
export default function Hours() {
  const [parameters, setParameters] = useSearchParams();
  const queries = useQueryClient();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['calendars'], queryFn: () => standards.calendars() });
  const all = data?.items ?? [];
  const openId = parameters.get('open') ?? undefined;
  const open = openId === 'new' ? newCalendar() : all.find((calendar) => calendar.id === openId && calendar.savedAt);
  const show = (id: string | undefined) => setParameters(id ? { open: id } : {}, { replace: !id });
  return (
    <div className="settings-pad">
      <header className="page-head">
        <div className="grow"><h1>{t('settings.hours')}</h1><p className="meta">{t('hours.intro')}</p></div>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => show('new')}>{t('action.add')}</Button>
      </header>
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {all.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('settings.hours')}>
          <table className="grid-table settings-table">
            <thead><tr>{(['hours.name', 'hours.zone', 'hours.week', 'hours.days', 'hours.now'] as const).map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
            <tbody>{all.map((calendar) => <Line key={calendar.id} calendar={calendar} onOpen={() => show(calendar.id)} />)}</tbody>
          </table>
        </div>
      )}
      {open && <CalendarForm key={openId} calendar={open} isNew={openId === 'new'} close={() => show(undefined)} saved={() => void queries.invalidateQueries({ queryKey: ['calendars'] })} />}
    </div>
  );
}

function Line({ calendar, onOpen }: { calendar: Calendar; onOpen: () => void }) {
  const name = localName(calendar.name) || calendar.id;
  return (
    <tr onClick={calendar.savedAt ? onOpen : undefined}>
      <td>{calendar.savedAt ? <button type="button" data-row className="linklike" onClick={(event) => { event.stopPropagation(); onOpen(); }}>{name}</button> : name}</td>
      <td data-label={t('hours.zone')}>{calendar.zone ?? t('hours.anyZone')}</td>
      <td data-label={t('hours.week')}><span className="cell-cut" title={weekLine(calendar)}>{weekLine(calendar)}</span></td>
      <td data-label={t('hours.days')}>{calendar.days.length > 0 ? t('hours.dayCount', { closed: calendar.days.filter((day) => day.hours.length === 0).length, open: calendar.days.filter((day) => day.hours.length > 0).length }) : ''}</td>
      <td data-label={t('hours.now')}><StateMark tone={calendar.openNow ? 'good' : 'none'}>{t(calendar.openNow ? 'hours.open' : 'hours.closed')}</StateMark></td>
    </tr>
  );
}
