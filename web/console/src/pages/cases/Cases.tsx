import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { cases } from '../../api/cases.ts';
import type { Case, Page } from '../../api/types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { CaseFilters, caseFilterNames } from './CaseFilters.tsx';
import { CaseRows } from './CaseRows.tsx';
import { OpenCaseDialog } from './OpenCaseDialog.tsx';
import '../../styles/conversations.css';
import '../../styles/cases.css';

const pageSize = 50;
const refreshMilliseconds = 15_000;

/** All cases; every filter is in the address. */
export default function Cases() {
  useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const list = useRows(parameters);
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });
  return (
    <div className="talks" data-view="list">
      <h1 className="visually-hidden">{t('rail.cases')}</h1>
      <section className="talks-list" aria-labelledby="cases-title">
        <header className="talks-head">
          <h2 id="cases-title">{t('rail.cases')}</h2>
          <CaseFilters parameters={parameters} change={setParameters} />
          {mayTalk(me) && <Button icon={<PlusOutlined />} onClick={() => setOpening(true)}>{t('case.open')}</Button>}
        </header>
        <CaseRows list={list} filtered={caseFilterNames.some((name) => parameters.has(name))} clear={() => setParameters({})} onChoose={(row) => navigate(`/cases/${row.id}`)} />
      </section>
      {opening && <OpenCaseDialog close={() => setOpening(false)} done={(made) => navigate(`/cases/${made.id}`)} />}
    </div>
  );
}

function useRows(parameters: URLSearchParams) {
  const query = useMemo(() => Object.fromEntries(caseFilterNames.map((name) => [name, parameters.get(name) ?? undefined])), [parameters]);
  return useInfiniteQuery<Page<Case>>({
    queryKey: ['cases', query],
    queryFn: ({ pageParam, signal }) => cases.list({ ...query, open: query.state === 'all' ? undefined : query.state !== 'closed', state: undefined, after: pageParam as string | undefined, limit: pageSize }, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: (running) => ((running.state.data?.pages.length ?? 0) <= 1 ? refreshMilliseconds : false),
  });
}
export type CasesQuery = ReturnType<typeof useRows>;
