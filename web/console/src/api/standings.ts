/** Calls about how units stand, and what service spent, recovered and prevented. */
import { get, type Query } from './client.ts';
import type { FigureInfo, Page, Shape, Words } from './types.ts';

export type UnitGroup = 'contacts' | 'promises' | 'andon' | 'obstacles' | 'incidents' | 'felt';
export type UnitFigure = Omit<FigureInfo, 'group' | 'opens'> & { group: UnitGroup; opens?: 'conversations' | 'cases' | 'clocks' | 'deeds' | null };
export type UnitValue = Shape<'UnitValue'>;
export type UnitStanding = Words<Shape<'UnitStanding'>, { values: Record<string, UnitValue> }>;
export type UnitReport = Words<Shape<'UnitReportView'>, { figures: UnitFigure[]; units: UnitStanding[] }>;
export type Deed = Words<Shape<'DeedView'>, { kind: 'pull' | 'obstacle' | 'call' }>;
export type ValueAmount = Shape<'ValueAmount'>;
export type ValueFund = Shape<'ValueFund'>;
export type ValueMoney = Shape<'ValueMoney'>;
export type Prevented = Shape<'ValuePrevented'>;
export type ValueReport = Shape<'ValueReportView'>;
export type ValueLine = Shape<'ValueLine'>;

export const standings = {
  units: (query: Query, signal?: AbortSignal) => get<UnitReport>('/reports/units', query, signal),
  deeds: (query: Query, signal?: AbortSignal) => get<Page<Deed>>('/reports/units/deeds', query, signal),
  value: (query: Query, signal?: AbortSignal) => get<ValueReport>('/reports/value', query, signal),
  lines: (query: Query, signal?: AbortSignal) => get<Page<ValueLine>>('/reports/value/lines', query, signal),
};
