/** The wall: one document for all who look, and the parts of it that the live channel tells. */
import type { Shape } from './types.ts';

export type WallParts = Shape<'WallParts'>;
export type WallObstacle = Shape<'WallObstacle'>;
export type WallWord = Shape<'WallWord'>;
export type WallLine = Shape<'WallLine'>;
export type WallAnswers = Shape<'WallAnswers'>;
export type WallWindow = Shape<'WallWindow'>;
export type WallForecast = Shape<'WallForecast'>;
export type WallPull = Shape<'WallPull'>;
export type WallRegion = Shape<'WallRegion'>;
export type Named = Shape<'LocalName'>;
/** Parts that have not changed are absent. */
export interface WallFrame { type: 'wall'; epoch: string; version: number; at: string; timeRate: number; parts: Partial<WallParts> }
