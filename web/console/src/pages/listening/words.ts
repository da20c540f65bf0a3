import type { NoteState, Seat, SeatDraft, SeatPerson, SeatState } from '../../api/listening.ts';

type Tone = 'good' | 'risk' | 'bad' | 'none';

/** Whether somebody sits there, or waits to. */
export const opens = (seat: Seat): boolean => ['planned', 'seated', 'live'].includes(seat.state);
export const steps: SeatState[] = ['planned', 'seated', 'live', 'debrief', 'closed'];

const ofState: Record<SeatState, Tone> = { planned: 'none', seated: 'risk', live: 'good', debrief: 'risk', closed: 'good', cancelled: 'none' };
export const toneOf = (seat: Seat): Tone => ofState[seat.state];
const ofDraft: Record<SeatDraft['state'], Tone> = { proposed: 'risk', sent: 'good', declined: 'bad', withdrawn: 'none', void: 'none' };
export const toneOfDraft = (draft: SeatDraft): Tone => ofDraft[draft.state];
export const toneOfNote = (state: NoteState): Tone => (state === 'open' ? 'risk' : 'good');

/** Met, behind, or nobody has set one. */
export const toneOfTarget = (person: Pick<SeatPerson, 'done' | 'target'>): Tone => (person.target == null ? 'none' : Number(person.done) >= Number(person.target) ? 'good' : 'risk');

/** The drafts that wait for the host, oldest first, then what became of the others, newest first. */
export function inOrder(drafts: readonly SeatDraft[]): SeatDraft[] {
  const at = (draft: SeatDraft) => Date.parse(draft.proposedAt);
  return [...drafts.filter((draft) => draft.state === 'proposed').sort((one, other) => at(one) - at(other)), ...drafts.filter((draft) => draft.state !== 'proposed').sort((one, other) => at(other) - at(one))];
}
/** Whether the host sent other words than were written. */
export const isChanged = (draft: SeatDraft): boolean => draft.state === 'sent' && !!draft.sentText && draft.sentText !== draft.text;
