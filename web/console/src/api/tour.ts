/** The guided tour of the demonstration. It has doors of its own beside the API's, and there are none where nothing is demonstrated. */
import { ApiProblem, type ProblemBody } from './problem.ts';

/** Something of the story that has really happened, and the id of what it happened to. */
export interface TourMark { what: string; at: string; id?: string | null }
export interface TourState { now: string; timeZone: string; timeRate: number; moving: number; couponInMinutes: number; marks: TourMark[] }

async function ask(path: string, body?: unknown): Promise<TourState> {
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', ...(body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }) });
  } catch { throw new ApiProblem(0, { code: 'unreachable' }); }
  if (!response.ok) throw new ApiProblem(response.status, (await response.json().catch(() => ({}))) as ProblemBody);
  return (await response.json()) as TourState;
}

export const tour = {
  read: () => ask('/demo/tour'),
  /** Moves business time on, a minute at a time. */
  moveOn: (minutes: number) => ask('/demo/tour/clock', { minutes }),
};
