/** Where each figure of the wall opens: the list of exactly what it counts. */
import type { WallObstacle, WallPull, WallWindow } from '../../api/wall.ts';
import { sliceAddress } from '../voices/slice.ts';

export type AnswerWindow = 'last15m' | 'today';

export const incidentLink = (obstacle: Pick<WallObstacle, 'id'>): string => `/incidents/${encodeURIComponent(obstacle.id)}`;
/** Unhappy voices of a stretch, narrowed by what is given. */
export const voicesLink = (window: WallWindow, filters: Record<string, string | null | undefined> = {}): string =>
  sliceAddress({ ...filters, sentiment: '-1' }, { from: window.from, until: window.until });
/** The conversations behind a figure, as on the supervisor's board. */
export const answersLink = (figure: string, window: AnswerWindow): string => `/conversations?figure=${figure}&window=${window}`;
export const standardsLink = (day: string): string => `/reports/behind?figure=standards-kept&from=${day}&to=${day}&zone=UTC`;
export const pullLink = (pull: Pick<WallPull, 'id'>): string => `/andon/${encodeURIComponent(pull.id)}`;
/** The pulls behind a share: those of a stretch that were taken in time, or were not. */
export const pullsLink = (window: WallWindow, acknowledged: 'in-time' | 'late'): string => `/andon/counted?${new URLSearchParams({ acknowledged, from: window.from, until: window.until })}`;
/** The responses whose people were told or put right. */
export const helpedLink = (window: WallWindow): string => `/improvements/helped?${new URLSearchParams({ from: window.from, until: window.until })}`;
