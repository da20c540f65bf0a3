import { ApiProblem, type ProblemBody } from './problem.ts';

const base = '/api/v1';
/** Longest wait for an answer; a page that waits longer is better off with an error that can be retried. */
const timeoutMilliseconds = 20_000;

let csrfToken: string | undefined;
let signedOut: () => void = () => undefined;

/** The token every unsafe method carries beside the cookie; it comes with the session. */
export function rememberCsrfToken(token: string | undefined): void { csrfToken = token; }
export function currentCsrfToken(): string | undefined { return csrfToken; }
/** Called once when the server no longer knows who we are. */
export function onSignedOut(handler: () => void): void { signedOut = handler; }

export type Query = Record<string, string | number | boolean | undefined | null>;
/** `text` is sent as it is, as `type`; `body` as JSON or a form. */
export interface RequestOptions { query?: Query; body?: unknown; text?: string; type?: string; signal?: AbortSignal; quiet401?: boolean }

export function address(path: string, query?: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `${base}${path}${text ? `?${text}` : ''}`;
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const retry = Number(response.headers.get('Retry-After'));
  let body: ProblemBody = {};
  try { body = (await response.json()) as ProblemBody; } catch { /* a proxy's page has no JSON; the status says enough */ }
  return new ApiProblem(response.status, body, Number.isFinite(retry) && retry > 0 ? retry : undefined);
}

function headersFor(method: string, body: unknown): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  headers.set('Accept-Language', document.documentElement.lang);
  if (body !== undefined && !(body instanceof FormData)) headers.set('Content-Type', 'application/json');
  if (method !== 'GET' && csrfToken) headers.set('X-CSRF-Token', csrfToken);
  return headers;
}

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const { body, text: plain, type, query, signal } = options;
  const limit = AbortSignal.timeout(timeoutMilliseconds);
  const headers = headersFor(method, body);
  if (plain !== undefined && type) headers.set('Content-Type', type);
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      headers,
      body: plain ?? (body === undefined ? undefined : body instanceof FormData ? body : JSON.stringify(body)),
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, { code: 'unreachable' });
  }
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.status === 401 && !options.quiet401) signedOut();
    throw problem;
  }
  const text = response.status === 204 ? '' : await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal });
export const post = <T>(path: string, body: unknown = {}) => request<T>('POST', path, { body });
export const put = <T>(path: string, body: unknown) => request<T>('PUT', path, { body });
export const remove = (path: string) => request<void>('DELETE', path);

/** A file as it is, for saving. */
export async function download(method: string, path: string, type: string, query?: Query): Promise<Blob> {
  const headers = headersFor(method, method === 'POST' ? {} : undefined);
  headers.set('Accept', type);
  const response = await fetch(address(path, query), { method, headers, body: method === 'POST' ? '{}' : undefined, credentials: 'same-origin' });
  if (!response.ok) throw await readProblem(response);
  return response.blob();
}
