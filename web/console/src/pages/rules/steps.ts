import type { Version } from '../../api/policies.ts';
import { isRuleOwner, maySign } from '../../app/session.tsx';
import type { Session } from '../../api/types.ts';

export type Deed = 'accept' | 'decline' | 'sign' | 'shadow' | 'canary' | 'effective' | 'retire' | 'withdraw';

const mine = (version: Version, me: Session): boolean => version.proposer.id === me.person.id;

/** What this person may do next; the server decides all the same. */
export function deedsOf(version: Version, me: Session): Deed[] {
  const owner = isRuleOwner(me);
  const deeds: Deed[] = [];
  switch (version.state) {
    case 'proposed':
      if (owner && !version.answer) deeds.push('accept', 'decline');
      if (maySign(me) && !mine(version, me)) deeds.push('sign');
      break;
    case 'signed': if (owner) deeds.push('shadow', 'canary', 'effective'); break;
    case 'shadow': if (owner) deeds.push('canary', 'effective'); break;
    case 'canary': if (owner) deeds.push('effective'); break;
    case 'effective': if (owner) deeds.push('retire'); break;
    default: return [];
  }
  if (version.state !== 'effective' && (owner || mine(version, me))) deeds.push('withdraw');
  return deeds;
}

/** A signed one can still be changed; then its signature is void. */
export const mayEdit = (version: Version, me: Session): boolean => (version.state === 'proposed' || version.state === 'signed') && (isRuleOwner(me) || mine(version, me));
