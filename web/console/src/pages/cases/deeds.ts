import { cases } from '../../api/cases.ts';
import type { Case } from '../../api/types.ts';
import type { Key } from '../../i18n/language.ts';
import { listOf, promisedAt, type Deed, type DeedField } from './DeedDialog.tsx';

type Facts = (given: Record<string, string>) => Record<string, unknown>;
const act = (one: Case, key: string, deed: Parameters<typeof cases.act>[1], fields: DeedField[], facts: Facts = (given) => given): Deed => ({
  key, title: `case.deed.${key}` as Key, action: `case.deed.${key}` as Key, fields, run: (clientId, given) => cases.act(one.id, deed, clientId, facts(given)),
});

/** What may be done to a case as it stands. The server decides; this only leaves out what cannot be. */
export function deedsOf(one: Case): Deed[] {
  if (one.mergedInto) return [act(one, 'part', 'partings', [])];
  if (one.category === 'closed') return [act(one, 'reopen', 'reopenings', [{ name: 'reason', long: true }])];
  const asked = one.transfer && !one.transfer.settler;
  return [
    ...(asked ? [
      act(one, 'accept', 'acceptances', []),
      act(one, 'refuse', 'refusals', [{ name: 'rightUnit', except: one.transfer!.to }, { name: 'reason', long: true, optional: true }]),
      act(one, 'withdraw', 'withdrawals', []),
    ] : []),
    act(one, 'promise', 'promises', [{ name: 'words', long: true }, { name: 'in' }], ({ words, in: minutes }) => ({ words, dueAt: promisedAt(minutes), kept: true })),
    ...(one.transfer ? [] : [act(one, 'transfer', 'transfers', [{ name: 'unit', except: one.unit }, { name: 'reason', long: true }])]),
    { ...act(one, 'ask', 'parts', [{ name: 'party' }, { name: 'who', optional: true }, { name: 'question', long: true }, { name: 'shares', several: true, optional: true, start: ['subject', 'order'] }],
      ({ shares, ...given }) => ({ ...given, shares: listOf(shares) })), help: 'case.askHelp' },
    act(one, 'note', 'notes', [{ name: 'text', long: true }]),
    act(one, 'status', 'statuses', [{ name: 'status' }]),
    act(one, 'assign', 'assignments', [{ name: 'staff', optional: true }], ({ staff }) => ({ staff: staff ?? null })),
    act(one, 'close', 'closures', [{ name: 'outcome', long: true }, { name: 'article', optional: true }]),
  ];
}

export function moreDeedsOf(one: Case): Deed[] {
  if (one.category === 'closed') return [];
  return [
    act(one, 'settle', 'settlements', [{ name: 'unit' }, { name: 'reason', long: true }]),
    act(one, 'keeper', 'keepers', [{ name: 'keeper' }, { name: 'deputy', optional: true }]),
    {
      key: 'describe', title: 'case.deed.describe', action: 'case.deed.describe',
      fields: [{ name: 'subject', optional: true, start: one.subject }, { name: 'kind', optional: true, start: one.kind }, { name: 'priority', optional: true, start: one.priority }],
      run: (clientId, given) => cases.describe(one.id, clientId, given),
    },
    act(one, 'split', 'splits', [{ name: 'subject' }, { name: 'kind', optional: true }]),
    { ...act(one, 'merge', 'merges', [{ name: 'into', of: one }]), help: 'case.mergeHelp' },
    act(one, 'link', 'links', [{ name: 'case', of: one }, { name: 'tie', start: 'related' }], ({ case: other, tie }) => ({ case: other, kind: tie })),
  ];
}
