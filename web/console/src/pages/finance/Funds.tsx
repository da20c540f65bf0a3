import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { ledger, type Fund, type FundLimit } from '../../api/ledger.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { amount } from './amounts.ts';

const grades = ['trainee', 'standard', 'senior'];

/** The programmes' budgets and what each grade may give from them. */
export default function Funds() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['ledger', 'funds'], queryFn: ledger.funds });
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.funds')}</h1><p className="meta">{t('finance.fundsIntro')}</p></div></header>
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && data.items.length === 0 && <Empty title={t('finance.noFunds')}>{t('finance.noFundsText')}</Empty>}
      {data && data.items.length > 0 && <ul className="finance-funds">{data.items.map((fund) => <FundCard key={fund.account.id} fund={fund} />)}</ul>}
    </>
  );
}

function FundCard({ fund }: { fund: Fund }) {
  const queries = useQueryClient();
  const { currency, amount: left } = fund.account.balance;
  const [limits, setLimits] = useState<FundLimit[]>(fund.limits);
  const save = useMutation({ mutationFn: () => ledger.limit(fund.account.id, limits), onSuccess: () => queries.invalidateQueries({ queryKey: ['ledger', 'funds'] }) });
  const change = (index: number, part: Partial<FundLimit>) => setLimits((before) => before.map((limit, at) => (at === index ? { ...limit, ...part } : limit)));
  const free = grades.filter((grade) => !limits.some((limit) => limit.grade === grade));
  return (
    <li className="finance-fund">
      <h2><Link to={`/finance/accounts/${encodeURIComponent(fund.account.id)}`}>{fund.account.owner ?? fund.account.id}</Link></h2>
      <p className="row finance-standing">
        <span>{t('finance.left')} <span className="strong numeric">{amount(left, currency)}</span></span>
        <span className="meta">{t('finance.heldNow', { amount: amount(fund.account.debitsPending, currency) })}</span>
        <span className="meta">{t('finance.givenToday', { amount: amount(fund.givenToday, currency) })}</span>
      </p>
      {limits.length === 0 && <p className="meta">{t('finance.noLimits')}</p>}
      {limits.map((limit, index) => (
        <div key={limit.grade} className="row finance-limit">
          <Select className="finance-grade" aria-label={t('finance.grade')} value={limit.grade} onChange={(grade: string) => change(index, { grade })} options={[limit.grade, ...free].map((grade) => ({ value: grade, label: tValue('grade', grade) }))} />
          <InputNumber min={0} precision={0} value={limit.mostOnce} onChange={(value) => change(index, { mostOnce: value ?? 0 })} aria-label={t('finance.mostOnce')} addonBefore={t('finance.mostOnce')} />
          <InputNumber min={limit.mostOnce} precision={0} value={limit.mostADay} onChange={(value) => change(index, { mostADay: value ?? 0 })} aria-label={t('finance.mostADay')} addonBefore={t('finance.mostADay')} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('finance.removeLimit', { grade: tValue('grade', limit.grade) })} onClick={() => setLimits((before) => before.filter((_, at) => at !== index))} />
        </div>
      ))}
      {save.error && <Problem error={save.error} retry={() => save.mutate()} />}
      <p className="row">
        {free.length > 0 && <Button icon={<PlusOutlined />} onClick={() => setLimits((before) => [...before, { grade: free[0]!, mostOnce: 0, mostADay: 0 }])}>{t('finance.addLimit')}</Button>}
        <Button type="primary" loading={save.isPending} disabled={JSON.stringify(limits) === JSON.stringify(fund.limits)} onClick={() => save.mutate()}>{t('finance.saveLimits')}</Button>
        <span className="meta">{t('finance.minorUnits', { example: amount(100, currency) })}</span>
      </p>
    </li>
  );
}
