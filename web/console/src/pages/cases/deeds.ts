import { cases } from '../../api/cases.ts';
import type { Case } from '../../api/types.ts';
import type { Key } from '../../i18n/language.ts';
import { promisedAt, type Deed, type DeedField } from './DeedDialog.tsx';

/** What may be done to a case as it stands. The server decides; this only leaves out what cannot be. */
export function deedsOf(one: Case): Deed[] {
  const act = (key: string, deed: Parameters<typeof cases.act>[1], fields: DeedField[], facts: (given: Record<string, string>) => Record<string, unknown> = (given) => given): Deed => ({
    key, title: `case.deed.${key}` as Key, action: `case.deed.${key}` as Key, fields, run: (clientId, given) => cases.act(one.id, deed, clientId, facts(given)),
  });
  if (one.mergedInto) return [act('part', 'partings', [])];
  if (one.category === 'closed') return [act('reopen', 'reopenings', [{ name: 'reason', long: true }])];
  const asked = one.transfer && !one.transfer.settler;
  return [
    ...(asked ? [
      act('accept', 'acceptances', []),
      act('refuse', 'refusals', [{ name: 'rightUnit', except: one.transfer!.to }, { name: 'reason', long: true, optional: true }]),
      act('withdraw', 'withdrawals', []),
    ] : []),
    act('promise', 'promises', [{ name: 'words', long: true }, { name: 'in' }], ({ words, in: minutes }) => ({ words, dueAt: promisedAt(minutes), kept: true })),
    ...(one.transfer ? [] : [act('transfer', 'transfers', [{ name: 'unit', except: one.unit }, { name: 'reason', long: true }])]),
    act('ask', 'parts', [{ name: 'party' }, { name: 'who', optional: true }, { name: 'question', long: true }]),
    act('note', 'notes', [{ name: 'text', long: true }]),
    act('status', 'statuses', [{ name: 'status' }]),
    act('assign', 'assignments', [{ name: 'staff', optional: true }], ({ staff }) => ({ staff: staff ?? null })),
    act('close', 'closures', [{ name: 'outcome', long: true }, { name: 'article', optional: true }]),
  ];
}

export function moreDeedsOf(one: Case): Deed[] {
  if (one.category === 'closed') return [];
  const act = (key: string, deed: Parameters<typeof cases.act>[1], fields: DeedField[]): Deed => ({
    key, title: `case.deed.${key}` as Key, action: `case.deed.${key}` as Key, fields, run: (clientId, given) => cases.act(one.id, deed, clientId, given),
  });
  return [
    act('settle', 'settlements', [{ name: 'unit' }, { name: 'reason', long: true }]),
    act('keeper', 'keepers', [{ name: 'keeper' }, { name: 'deputy', optional: true }]),
    { key: 'describe', title: 'case.deed.describe', action: 'case.deed.describe', fields: [{ name: 'subject', optional: true }, { name: 'kind', optional: true }], run: (clientId, given) => cases.describe(one.id, clientId, given) },
    act('split', 'splits', [{ name: 'subject' }, { name: 'kind', optional: true }]),
    act('merge', 'merges', [{ name: 'into' }]),
    { ...act('link', 'links', [{ name: 'case' }]), run: (clientId, given) => cases.act(one.id, 'links', clientId, { ...given, kind: 'related' }) },
  ];
}
