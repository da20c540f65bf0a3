import { useQuery, useQueryClient } from '@tanstack/react-query';
import { actions, type ActionState, type ServiceAction } from '../../api/actions.ts';

const underWay: ActionState[] = ['collecting', 'executing', 'unknown'];
const watchMilliseconds = 2_000;

export const isUnderWay = (action: ServiceAction): boolean => underWay.includes(action.state);

export const useOffers = (order: string, enabled: boolean) =>
  useQuery({ queryKey: ['order-offers', order], queryFn: () => actions.offers(order), enabled, staleTime: 10_000 });

/** What was done on an order; looked at again while something is under way. */
export const useOrderActions = (order: string) => useQuery({
  queryKey: ['order-actions', order], queryFn: () => actions.ofOrder(order), staleTime: 10_000,
  refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? watchMilliseconds : false),
});

/** After something was done everything that is told of the order is read again. */
export function useForgetOrder(order: string): () => void {
  const queries = useQueryClient();
  return () => ['order', 'order-offers', 'order-actions', 'order-timeline'].forEach((name) => void queries.invalidateQueries({ queryKey: [name, order] }));
}
