/** Where each figure of the wall opens: the list of exactly what it counts. */
import type { WallObstacle, WallWindow } from '../../api/wall.ts';
import { sliceAddress } from '../voices/slice.ts';

export type AnswerWindow = 'last15m' | 'today';

export const incidentLink = (obstacle: Pick<WallObstacle, 'id'>): string => `/incidents/${encodeURIComponent(obstacle.id)}`;
/** Unhappy voices of a stretch, narrowed by what is given. */
export const voicesLink = (window: WallWindow, filters: Record<string, string | null | undefined> = {}): string =>
  sliceAddress({ ...filters, sentiment: '-1' }, { from: window.from, until: window.until });
/** The conversations behind a figure, as on the supervisor's board. */
export const answersLink = (figure: string, window: AnswerWindow): string => `/conversations?figure=${figure}&window=${window}`;
export const standardsLink = (day: string): string => `/reports/behind?figure=standards-kept&from=${day}&to=${day}&zone=UTC`;
