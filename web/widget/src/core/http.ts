import type { Problem } from './model.ts';

/** A refusal of the server, or code "unreachable" (status 0) when nobody answered. */
export class HttpProblem extends Error {
  constructor(readonly problem: Problem) { super(problem.detail || problem.code); }
  /** Worth trying again with the same ids. */
  get passing(): boolean {
    const { status } = this.problem;
    return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
  }
}

const timeoutMilliseconds = 20_000;

export interface Http {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, options?: { leaving?: boolean }): Promise<T>;
  remove(path: string): Promise<unknown>;
}

/** JSON over HTTP with the consumer's token; never sends the host page's cookies. */
export function makeHttp(base: string, token: () => string | null, language: () => string): Http {
  async function call<T>(method: string, path: string, body?: unknown, leaving = false): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language() };
    const bearer = token();
    if (bearer) headers['Authorization'] = `Bearer ${bearer}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeoutMilliseconds);
    try {
      const answer = await fetch(base + path, {
        method, headers, credentials: 'omit', cache: 'no-store', keepalive: leaving, signal: stop.signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new HttpProblem(await readProblem(answer));
      const text = await answer.text();
      return (text ? JSON.parse(text) : null) as T;
    } catch (error) {
      if (error instanceof HttpProblem) throw error;
      throw new HttpProblem({ status: 0, code: 'unreachable', detail: '' });
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body, options) => call('POST', path, body, options?.leaving),
    remove: (path) => call('DELETE', path),
  };
}

async function readProblem(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => null) as { code?: unknown; detail?: unknown; title?: unknown } | null;
  return problemFrom(answer.status, body, answer.headers.get('Retry-After'));
}

/** Reads problem+json as far as it can be trusted: every field may be missing. */
export function problemFrom(
  status: number, body: { code?: unknown; detail?: unknown; title?: unknown } | null, retryAfter: string | null): Problem {
  const words = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 500) : '');
  const seconds = Number(retryAfter);
  return {
    status,
    code: words(body?.code) || `status-${status}`,
    detail: words(body?.detail) || words(body?.title),
    ...(retryAfter && seconds > 0 ? { retryAfterSeconds: Math.min(seconds, 300) } : {}),
  };
}
