/** A refusal in the server's own words (RFC 9457), or the console's when no answer came. */
export interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  currentVersion?: number;
  /** Of a refusal by a rule: what is possible instead; for staff the row that spoke. */
  instead?: string | null;
  rule?: { policy: string; version: number; row: number | null; note: string | null } | null;
  errors?: { pointer?: string; detail: string; line?: number; field?: string }[];
}

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: ProblemBody;
  /** Seconds to wait before trying again, when the server named them. */
  readonly retryAfter?: number;

  constructor(status: number, body: ProblemBody, retryAfter?: number) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'unreachable' : `http-${status}`);
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** No answer came at all: the network, not the server, said no. */
  get unreachable(): boolean { return this.status === 0; }
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, { title: error instanceof Error ? error.message : String(error), code: 'unexpected' });
}
