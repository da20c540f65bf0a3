import { useQuery } from '@tanstack/react-query';
import { App as AntApp, Button, Select } from 'antd';
import { useState } from 'react';
import { conversations, staff } from '../api/calls.ts';
import type { BoardPerson } from '../api/types.ts';
import { t } from '../i18n/language.ts';
import { hub } from '../live/hub.ts';
import { problemText } from './feedback.tsx';

interface Properties { conversation: string; assigned: string | undefined; people?: BoardPerson[]; done?: () => void }

/** Gives a conversation to somebody, or takes it back into the queue with its original age. */
export function AssignControl({ conversation, assigned, people, done }: Properties) {
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const all = useQuery({ queryKey: ['staff'], queryFn: () => staff.list(), enabled: !people && open, retry: false, staleTime: 60_000 });
  const assign = async (person: string | null) => {
    setBusy(true);
    try {
      const answer = await conversations.assign(conversation, person);
      if (answer?.id) hub.takeConversation(answer);
      void message.success(t(person ? 'assign.done' : 'assign.takenBack'));
      done?.();
    } catch (error) { void message.error(problemText(error)); } finally { setBusy(false); }
  };
  const options = people
    ? people.filter((person) => person.state !== 'offline').sort((one, other) => free(other) - free(one)).map((person) => ({ value: person.id, label: t('assign.option', { name: person.name, load: person.load, capacity: person.capacity }) }))
    : (all.data?.items ?? []).map((person) => ({ value: person.id, label: person.name }));
  return (
    <div className="row assign">
      <Select<string> className="grow" size="small" showSearch optionFilterProp="label" placeholder={t('assign.to')} aria-label={t('assign.to')} value={null} disabled={busy}
        onOpenChange={setOpen} loading={all.isLoading} options={options.filter((option) => option.value !== assigned)} onChange={(value) => void assign(value)} notFoundContent={all.error ? problemText(all.error) : t('transfer.nobody')} />
      {assigned && <Button size="small" disabled={busy} onClick={() => void assign(null)}>{t('assign.takeBack')}</Button>}
    </div>
  );
}
const free = (person: BoardPerson) => (person.state === 'available' ? 100 : 0) + person.capacity - person.load;
