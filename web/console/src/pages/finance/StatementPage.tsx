import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { address } from '../../api/client.ts';
import { ledger, type Statement } from '../../api/ledger.ts';
import { fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { amount } from './amounts.ts';
import { Table } from './Table.tsx';

/** What happened on one account between two seals, or since the newest. */
export default function StatementPage() {
  const { id = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const seal = parameters.get('seal') ?? undefined;
  const account = useQuery({ queryKey: ['ledger', 'account', id], queryFn: () => ledger.account(id) });
  const seals = useQuery({ queryKey: ['ledger', 'seals'], queryFn: () => ledger.seals() });
  const statement = useQuery({ queryKey: ['ledger', 'statement', id, seal], queryFn: () => ledger.statement(id, seal ? Number(seal) : undefined) });
  const error = account.error ?? statement.error;
  return (
    <>
      <header className="page-head">
        <Link to="/finance/accounts" aria-label={t('finance.accounts')}><ArrowLeftOutlined /></Link>
        <div className="grow"><h1 className="finance-id">{id}</h1>{account.data && <p className="meta">{[account.data.code, tValue('ledger.kind', account.data.kind), tValue('ledger.limit', account.data.limit)].filter(Boolean).join(' · ')}</p>}</div>
        <Button icon={<DownloadOutlined />} href={address(`/ledger/accounts/${encodeURIComponent(id)}/statement`, { seal, format: 'csv' })} download>{t('report.csv')}</Button>
      </header>
      <div className="row finance-filters">
        <Select className="finance-period" aria-label={t('finance.period')} value={seal ?? ''} onChange={(value: string) => setParameters(value ? { seal: value } : {})}
          options={[{ value: '', label: t('finance.sinceSeal') }, ...(seals.data?.items ?? []).map((one) => ({ value: String(one.number), label: t('finance.untilSeal', { number: one.number, at: fullTime(one.sealedAt) }) }))]} />
      </div>
      {error && <Problem error={error} retry={() => void statement.refetch()} />}
      {statement.isLoading && <Skeleton rows={10} />}
      {statement.data && <Lines statement={statement.data} />}
    </>
  );
}

function Lines({ statement }: { statement: Statement }) {
  const money = (value: number | null | undefined) => (value == null ? '' : amount(value, statement.currency));
  return (
    <>
      <p className="row finance-standing">
        <span>{t('finance.opening')} <span className="strong numeric">{money(statement.openingBalance)}</span></span>
        <span>{t('finance.closing')} <span className="strong numeric">{money(statement.closingBalance)}</span></span>
        <span className="meta finance-hash">{t(statement.final ? 'finance.finalHash' : 'finance.openHash', { hash: statement.hash })}</span>
      </p>
      {statement.lines.length === 0 ? <Empty title={t('finance.nothingMoved')} /> : (
        <Table label={t('finance.statement')} heads={[['finance.sequence', 'number'], ['finance.at'], ['finance.what'], ['finance.counter'], ['finance.debits', 'number'], ['finance.credits', 'number'], ['finance.held', 'number'], ['finance.balance', 'number'], ['finance.document']]}>
          {statement.lines.map((line) => (
            <tr key={line.sequence}>
              <td className="number">{line.sequence}</td>
              <td className="numeric">{fullTime(line.at)}</td>
              <td>{tValue('ledger.entry', line.kind)} <span className="meta">{line.reason}</span></td>
              <td><Link to={`/finance/accounts/${encodeURIComponent(line.counter)}`}>{line.counter}</Link></td>
              <td className="number">{money(line.debit)}</td>
              <td className="number">{money(line.credit)}</td>
              <td className="number">{money(line.held)}</td>
              <td className="number">{money(line.balance)}</td>
              <td>{line.document && <Link to={`/finance/journal?document=${encodeURIComponent(line.document)}`}>{line.document}</Link>}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
