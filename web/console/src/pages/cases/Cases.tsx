import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useActions } from '../../app/actions.ts';
import { useKeys } from '../../app/keyboard.ts';
import { moveFocus } from '../../app/moveFocus.ts';
import { mayTalk, useMe } from '../../app/session.tsx';
import { t, useLanguage } from '../../i18n/language.ts';
import { useSelection } from '../../parts/useSelection.ts';
import { bulkLimit, CaseBulk } from './CaseBulk.tsx';
import { CaseFilters, caseFilterNames } from './CaseFilters.tsx';
import { CaseRows } from './CaseRows.tsx';
import { OpenCaseDialog } from './OpenCaseDialog.tsx';
import { useCaseRows } from './useCaseRows.ts';
import '../../styles/conversations.css';
import '../../styles/cases.css';

/** All cases; every filter is in the address. */
export default function Cases() {
  useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const held = useRef(false);
  const list = useCaseRows(parameters, held);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const selection = useSelection(useMemo(() => rows.map((row) => row.id), [rows]), bulkLimit);
  held.current = selection.ids.length > 0;
  useKeys({
    j: () => moveFocus(1), k: () => moveFocus(-1),
    v: () => { const id = (document.activeElement as HTMLElement | null)?.dataset.case; if (id) selection.toggle(id); },
    ...(mayTalk(me) ? { 'mod+a': () => selection.all() } : {}), Escape: () => selection.clear(),
  });
  useActions(mayTalk(me) ? [{ key: 'case-open', title: 'case.open', shortcut: 'c', run: () => setOpening(true) }] : []);
  return (
    <div className="talks" data-view="list">
      <h1 className="visually-hidden">{t('rail.cases')}</h1>
      <section className="talks-list" aria-labelledby="cases-title">
        <header className="talks-head">
          <h2 id="cases-title">{t('rail.cases')}</h2>
          <CaseFilters parameters={parameters} change={setParameters} />
          {mayTalk(me) && <Button icon={<PlusOutlined />} onClick={() => setOpening(true)}>{t('case.open')}</Button>}
        </header>
        {mayTalk(me) && <CaseBulk chosen={selection.ids} rows={rows} clear={selection.clear} />}
        <CaseRows list={list} rows={rows} selected={selection.set} onSelect={mayTalk(me) ? selection.toggle : undefined} filtered={caseFilterNames.some((name) => parameters.has(name))} clear={() => setParameters({})} onChoose={(row) => navigate(`/cases/${row.id}`)} />
      </section>
      {opening && <OpenCaseDialog close={() => setOpening(false)} done={(made) => navigate(`/cases/${made.id}`)} />}
    </div>
  );
}
