import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { tour, type TourState } from '../../api/tour.ts';
import { setBusinessClock } from '../../app/clock.ts';
import { setZone } from '../../i18n/format.ts';

const key = ['tour'];
const everyMilliseconds = 2_000;

/** How the story stands, kept new; every clock of the page follows the one that the viewer moves on. */
export function useTour(wanted = true) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: tour.read, refetchInterval: everyMilliseconds, retry: false, enabled: wanted });
  useEffect(() => { if (data) { setBusinessClock(data.now, data.timeRate); setZone(data.timeZone); } }, [data]);
  const moveOn = async (minutes: number) => queries.setQueryData<TourState>(key, await tour.moveOn(minutes));
  return { data, error, again: () => void refetch(), moveOn };
}
