import { type Http, HttpProblem } from './http.ts';
import type { Settings, VisitorSession } from './model.ts';
import { type Drawer, readJson } from './storage.ts';

/** A session as we keep it: with the subject of the marketplace's token that it was made from. */
export interface KeptSession extends VisitorSession { subject?: string; heardAt?: number }

const name = 'session';
const marginMilliseconds = 60_000;

export interface SessionChange { session: KeptSession; previousConsumer: string | null }

/**
 * Keeps the visitor's session in the drawer of the tenant. Whoever the embedding page says is signed in
 * counts; an anonymous visitor's conversation is merged into it. Where the page says nobody is signed in,
 * the session of somebody who was is not used again: the next person at this device must not see it.
 * The full page is an exception: it belongs to us, and its link carries the token only once.
 */
export class SessionKeeper {
  private kept: KeptSession | null;
  private running: Promise<KeptSession> | null = null;

  constructor(
    private readonly drawer: Drawer,
    private readonly http: Http,
    private readonly settings: Settings,
    private readonly language: () => string,
    private readonly changed: (change: SessionChange) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.kept = this.usable(readJson<KeptSession>(drawer, name));
  }

  get token(): string | null { return this.kept?.token ?? null; }
  get current(): KeptSession | null { return this.kept; }

  /** The session, made or renewed when needed; throws when the server cannot be reached. */
  ensure(): Promise<KeptSession> {
    const known = this.usable(this.kept);
    if (known) return Promise.resolve(known);
    this.running ??= this.make().finally(() => { this.running = null; });
    return this.running;
  }

  /** The server writes its own texts in the language of the session: a new one for the same person. True when it is new. */
  async speak(language: string): Promise<boolean> {
    const before = this.kept;
    if (!before || (before.consumer.language ?? language) === language) return false;
    const { tenant } = this.settings;
    const made = await this.http.post<VisitorSession>('/visitor-sessions', { tenant, language, previous: before.token });
    if (made.consumer.id !== before.consumer.id || this.kept !== before) return false;
    this.keep({ ...made, ...(before.subject ? { subject: before.subject } : {}) });
    return true;
  }

  /** The server did not accept this token any more. */
  invalidate(token: string): void {
    if (this.kept?.token !== token) return;
    this.kept = null;
    this.drawer.remove(name);
  }

  private usable(session: KeptSession | null): KeptSession | null {
    if (!session?.token || !session.consumer) return null;
    if (Date.parse(session.expiresAt) - marginMilliseconds < this.now()) return null;
    const { token, mode } = this.settings;
    if (token && session.subject !== subjectOf(token)) return null;
    if (!token && !session.consumer.anonymous && mode === 'panel') return null;
    return session;
  }

  private async make(): Promise<KeptSession> {
    const before = readJson<KeptSession>(this.drawer, name);
    const anonymous = before?.consumer?.anonymous ? before : null;
    const subject = subjectOf(this.settings.token);
    const made = await this.ask(anonymous?.token);
    const session: KeptSession = { ...made, ...(subject && !made.consumer.anonymous ? { subject } : {}) };
    this.keep(session);
    this.changed({ session: this.kept ?? session, previousConsumer: anonymous?.consumer.id ?? null });
    return this.kept ?? session;
  }

  private keep(session: KeptSession): void {
    this.kept = { ...session, heardAt: this.now() };
    this.drawer.set(name, JSON.stringify(this.kept));
  }

  /** With everything we have first; a stale sign-in must never keep anybody from asking for help. */
  private async ask(previous: string | undefined): Promise<VisitorSession> {
    const { tenant, token } = this.settings;
    const attempts = [
      { ...(token ? { token } : {}), ...(previous ? { previous } : {}) },
      ...(token && previous ? [{ token }] : []),
      ...(token || previous ? [{}] : []),
    ];
    let last: unknown;
    for (const attempt of attempts) {
      try {
        return await this.http.post<VisitorSession>('/visitor-sessions', { tenant, language: this.language(), ...attempt });
      } catch (error) {
        last = error;
        if (!(error instanceof HttpProblem) || error.passing) throw error;
      }
    }
    throw last;
  }
}

/** The consumer a marketplace token speaks of. Read, not verified: the server does that. */
export function subjectOf(token: string | undefined): string | undefined {
  const payload = token?.split('.')[1];
  if (!payload) return undefined;
  try {
    const text = atob(payload.replace(/-/g, '+').replace(/_/g, '/'));
    const subject = (JSON.parse(text) as { sub?: unknown }).sub;
    return typeof subject === 'string' ? subject : undefined;
  } catch {
    return undefined;
  }
}
