/** Calls of finance about the books. */
import { get, post, put, type Query } from './client.ts';
import type { Page, Shape, Words } from './types.ts';

export type LedgerAccount = Shape<'LedgerAccountView'>;
export type JournalEntry = Words<Shape<'JournalEntryView'>, { kind: 'posted' | 'pending' | 'post' | 'void' | 'expire' }>;
export type Statement = Shape<'LedgerStatement'>;
export type Seal = Shape<'SealView'>;
export type Books = Shape<'BooksView'>;
export type Fund = Shape<'FundView'>;
export type FundLimit = Shape<'FundLimitView'>;
export type Payment = Shape<'PaymentView'>;
export type Reconciliation = Shape<'ReconciliationView'>;
export type Verification = Shape<'BookFinding'>;

export const ledger = {
  books: () => get<Books>('/ledger/books'),
  accounts: (query: Query, signal?: AbortSignal) => get<Page<LedgerAccount>>('/ledger/accounts', query, signal),
  account: (id: string) => get<LedgerAccount>(`/ledger/accounts/${encodeURIComponent(id)}`),
  statement: (id: string, seal?: number) => get<Statement>(`/ledger/accounts/${encodeURIComponent(id)}/statement`, { seal }),
  transfers: (query: Query, signal?: AbortSignal) => get<Page<JournalEntry>>('/ledger/transfers', query, signal),
  funds: () => get<Page<Fund>>('/ledger/funds'),
  limit: (fund: string, limits: FundLimit[]) => put<LedgerAccount>(`/ledger/funds/${encodeURIComponent(fund)}/limits`, { limits }),
  seals: (after?: string) => get<Page<Seal>>('/ledger/seals', { after, limit: 50 }),
  seal: () => post<Seal>('/ledger/seals'),
  verify: () => get<Verification>('/ledger/verification'),
  payments: (query: Query, signal?: AbortSignal) => get<Page<Payment>>('/ledger/payments', query, signal),
  reconciliation: (all: boolean, after?: string) => get<Reconciliation>('/ledger/reconciliation', { all, after, limit: 50 }),
  settle: (payment: string, kind: string) => post<void>(`/ledger/reconciliation/${encodeURIComponent(payment)}/${kind}/settlement`),
  settleOdd: (payment: string, found: { id: string; moved: number; reason: string }) => post<Payment>(`/ledger/payments/${encodeURIComponent(payment)}/settlements`, found),
};
