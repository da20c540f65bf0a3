/** Calls of finance about what consumers received and what the platform paid first. */
import { get, post, type Query } from './client.ts';
import type { Page, Shape } from './types.ts';

export type Remedy = Shape<'RemedyView'>;
export type Advance = Shape<'AdvanceView'>;
export type Proposal = Shape<'ProposalView'>;

export const remedies = {
  list: (query: Query, signal?: AbortSignal) => get<Page<Remedy>>('/remedies', query, signal),
  retry: (id: string, attempt: number) => post<Remedy>(`/remedies/${encodeURIComponent(id)}/retries`, { attempt }),
  advances: (query: Query, signal?: AbortSignal) => get<Page<Advance>>('/advances', query, signal),
  recover: (caseRef: string, step: { id: string; currency: string; step: 'sweep' | 'claim' | 'write-off'; reason: string; liable?: { kind: string; id: string | null } }) => post<Advance>(`/advances/${encodeURIComponent(caseRef)}/recoveries`, step),
  proposals: () => get<Page<Proposal>>('/ledger/proposals', { state: 'open', limit: 100 }),
  decide: (id: string, approve: boolean) => post<Proposal>(`/ledger/proposals/${encodeURIComponent(id)}/decision`, { approve }),
};
