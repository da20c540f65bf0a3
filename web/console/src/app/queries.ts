import { useQuery } from '@tanstack/react-query';
import { cannedReplies, consumers, orders } from '../api/calls.ts';

const fresh = 30_000;
export const useOrder = (id: string | null | undefined) =>
  useQuery({ queryKey: ['order', id], queryFn: () => orders.one(id!), enabled: !!id, staleTime: fresh });
/** With the conversation at hand, what it needs stands open. */
export const useConsumer = (id: string | null | undefined, conversation?: string) =>
  useQuery({ queryKey: ['consumer', id, conversation], queryFn: () => consumers.one(id!, conversation), enabled: !!id, staleTime: fresh });
export const useConsumerOrders = (id: string | null | undefined) =>
  useQuery({ queryKey: ['consumer-orders', id], queryFn: () => consumers.orders(id!), enabled: !!id, staleTime: fresh });
export const useCannedReplies = () => useQuery({ queryKey: ['canned-replies'], queryFn: () => cannedReplies.list(), staleTime: 5 * 60_000 });
