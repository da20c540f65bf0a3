import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { standards } from '../../api/calls.ts';
import { useUnitName } from '../../app/names.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { ClockLine } from './ClockLine.tsx';

interface Properties { from: string; unit: string | undefined; measure: string; clause: string | undefined; outcome: string | undefined; close: () => void }

/** The clocks behind a number of the report, newest first. */
export function ClocksBehind({ from, unit, measure, clause, outcome, close }: Properties) {
  const unitName = useUnitName();
  const list = useInfiniteQuery({
    queryKey: ['clocks', unit, measure, clause, outcome],
    queryFn: ({ pageParam }) => standards.clocks({ from, unit, measure, clause, outcome, after: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const clocks = list.data?.pages.flatMap((page) => page.items) ?? [];
  const title = [unitName(unit) || unit, tValue('measure', measure), outcome && tValue('outcome', outcome)].filter(Boolean).join(' · ');
  return (
    <Drawer open onClose={close} title={title} width={Math.min(520, innerWidth)}>
      {list.isLoading && <Skeleton rows={8} />}
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data && clocks.length === 0 && <Empty title={t('report.noClocks')} />}
      <ul className="clock-list">{clocks.map((clock) => <ClockLine key={clock.id} clock={clock} />)}</ul>
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button>}
    </Drawer>
  );
}
