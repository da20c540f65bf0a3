import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { session as calls } from '../api/calls.ts';
import { onSignedOut, rememberCsrfToken } from '../api/client.ts';
import { asProblem, type ApiProblem } from '../api/problem.ts';
import type { Role, Session } from '../api/types.ts';
import { setZone } from '../i18n/format.ts';
import { adoptLanguage } from '../i18n/language.ts';
import { hub } from '../live/hub.ts';
import { setBusinessClock } from './clock.ts';

interface SessionValue {
  state: 'loading' | 'in' | 'out' | 'failed';
  session: Session | undefined;
  problem?: ApiProblem;
  enter: (session: Session) => void;
  leave: () => Promise<void>;
  again: () => void;
}
const SessionContext = createContext<SessionValue | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [value, setValue] = useState<Pick<SessionValue, 'state' | 'session' | 'problem'>>({ state: 'loading', session: undefined });
  const [attempt, setAttempt] = useState(0);
  const queries = useQueryClient();

  const enter = useCallback((session: Session) => {
    rememberCsrfToken(session.csrfToken ?? undefined);
    setBusinessClock(session.businessNow, session.timeRate);
    setZone(session.tenant.timeZone);
    void adoptLanguage(session.person.language);
    hub.connection.start();
    setValue({ state: 'in', session });
  }, []);
  const out = useCallback(() => {
    rememberCsrfToken(undefined);
    hub.connection.stop();
    hub.clear();
    queries.clear();
    setValue({ state: 'out', session: undefined });
  }, [queries]);
  const leave = useCallback(async () => { try { await calls.signOut(); } finally { out(); } }, [out]);

  useEffect(() => onSignedOut(out), [out]);
  useEffect(() => {
    let stale = false;
    calls.current().then((session) => { if (!stale) enter(session); }, (error: unknown) => {
      if (stale) return;
      const problem = asProblem(error);
      if (problem.status === 401) out(); else setValue({ state: 'failed', session: undefined, problem });
    });
    return () => { stale = true; };
  }, [attempt, enter, out]);

  const again = useCallback(() => { setValue({ state: 'loading', session: undefined }); setAttempt((count) => count + 1); }, []);
  const whole = useMemo(() => ({ ...value, enter, leave, again }), [value, enter, leave, again]);
  return <SessionContext.Provider value={whole}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error('useSession outside of SessionProvider');
  return value;
}
/** The signed-in person; only pages behind the sign-in may ask. */
export function useMe(): Session {
  const { session } = useSession();
  if (!session) throw new Error('useMe without a session');
  return session;
}
export const hasRole = (session: Session, ...roles: Role[]): boolean => session.person.roles.some((role) => roles.includes(role));
export const mayTalk = (session: Session): boolean => hasRole(session, 'agent', 'expert', 'adjudicator', 'supervisor');
export const mayWatch = (session: Session): boolean => hasRole(session, 'supervisor', 'executive', 'business-owner', 'analyst', 'administrator');
export const mayAssign = (session: Session): boolean => hasRole(session, 'supervisor', 'administrator');
export const mayArrange = (session: Session): boolean => hasRole(session, 'administrator');
export const mayReveal = (session: Session): boolean => hasRole(session, 'agent', 'expert', 'adjudicator', 'supervisor');
export const mayJoin = (session: Session): boolean => hasRole(session, 'supervisor', 'administrator');
export const mayReadAudit = (session: Session): boolean => hasRole(session, 'administrator', 'legal');
export const mayKeepBooks = (session: Session): boolean => hasRole(session, 'finance');
export const isRuleOwner = (session: Session): boolean => hasRole(session, 'rule-owner', 'administrator');
export const maySign = (session: Session): boolean => hasRole(session, 'legal');
/** Hears voices and sees incidents. */
export const mayListen = (session: Session): boolean => hasRole(session, 'analyst', 'executive', 'system-owner', 'expert', 'supervisor', 'rule-owner', 'administrator');
/** Pulls the cord and answers to those who did: everybody who works for the platform. */
export const mayPull = (session: Session): boolean => session.person.roles.some((role) => role !== 'merchant' && role !== 'carrier') && !hasRole(session, 'merchant', 'carrier');
/** Judges what was heard: labels, reasons, models, verdicts. */
export const mayJudge = (session: Session): boolean => hasRole(session, 'analyst', 'expert', 'administrator');
/** May ask for a seat beside somebody who serves; of agents the new ones alone, the others see who sat beside them. */
export const mayAskForSeat = (session: Session): boolean => hasRole(session, 'executive', 'business-owner', 'newcomer', 'agent');
/** Sees everybody's sessions and targets. */
export const mayLookAfterSeats = (session: Session): boolean => mayWatch(session) || hasRole(session, 'expert');
/** Says what becomes of what listeners wrote down. */
export const mayAnswerListeners = (session: Session): boolean => hasRole(session, 'supervisor', 'administrator', 'expert', 'analyst', 'business-owner');
export const mayKeepPrivacy = (session: Session): boolean => hasRole(session, 'administrator', 'legal');
/** People of a shop or a carrier: they answer what they are asked. */
export const isAsked = (session: Session): boolean => hasRole(session, 'merchant', 'carrier');
/** People of a shop. */
export const isShop = (session: Session): boolean => hasRole(session, 'merchant');
export const mayRead = (session: Session): boolean => mayTalk(session) || mayWatch(session);
/** The page a person starts on: where their work is. */
export function homeOf(session: Session): string {
  if (hasRole(session, 'system-owner') && !mayTalk(session) && !hasRole(session, 'administrator')) return '/systems';
  if (hasRole(session, 'analyst') && !mayTalk(session) && !hasRole(session, 'administrator')) return '/voices';
  if (mayTalk(session) && !hasRole(session, 'supervisor')) return '/desk';
  if (mayWatch(session) && !hasRole(session, 'administrator')) return '/board';
  if (hasRole(session, 'newcomer') && !mayArrange(session)) return '/listening';
  if (isShop(session) && !mayArrange(session)) return '/shop';
  if (isAsked(session) && !mayArrange(session)) return '/asked';
  if (mayKeepBooks(session) && !mayArrange(session)) return '/finance';
  if ((isRuleOwner(session) || maySign(session)) && !mayArrange(session)) return '/rules';
  return mayArrange(session) ? '/settings/units' : mayTalk(session) ? '/desk' : '/conversations';
}
