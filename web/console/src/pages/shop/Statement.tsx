import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { address } from '../../api/client.ts';
import { ownShop } from '../../api/shop.ts';
import { fullTime, money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Table } from '../finance/Table.tsx';

/** What happened on one of the shop's accounts in a period of the books. */
export default function Statement() {
  const { id = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const seal = parameters.get('seal') ?? undefined;
  const statement = useQuery({ queryKey: ['shop-accounts', id, seal], queryFn: () => ownShop.statement(id, seal ? Number(seal) : undefined) });
  const data = statement.data;
  const amount = (value: number | null | undefined) => (value == null || !data ? '' : money({ amount: value, currency: data.currency }));
  return (
    <>
      <header className="page-head"><Link to="/shop/accounts" aria-label={t('shop.accounts')}><ArrowLeftOutlined /></Link>
        <div className="grow"><h1>{data ? tValue('ledger.kind', data.kind) : ''}</h1></div>
        <Button icon={<DownloadOutlined />} href={address(`/shop/accounts/${encodeURIComponent(id)}/statement`, { seal, format: 'csv' })} download>{t('report.csv')}</Button></header>
      <div className="row finance-filters">
        <Select className="finance-period" aria-label={t('finance.period')} value={seal ?? ''} onChange={(value: string) => setParameters(value ? { seal: value } : {})}
          options={[{ value: '', label: t('finance.sinceSeal') }, ...(data?.periods ?? []).map((one) => ({ value: String(one.number), label: t('finance.untilSeal', { number: one.number, at: fullTime(one.sealedAt) }) }))]} />
      </div>
      {statement.error && <Problem error={statement.error} retry={() => void statement.refetch()} />}
      {statement.isLoading && <Skeleton rows={8} />}
      {data && <p className="row finance-standing"><span>{t('finance.opening')} <span className="strong numeric">{amount(data.openingBalance)}</span></span><span>{t('finance.closing')} <span className="strong numeric">{amount(data.closingBalance)}</span></span></p>}
      {data && data.lines.length === 0 && <Empty title={t('finance.nothingMoved')} />}
      {data && data.lines.length > 0 && (
        <Table label={t('finance.statement')} heads={[['finance.at'], ['finance.what'], ['finance.counter'], ['finance.debits', 'number'], ['finance.credits', 'number'], ['finance.held', 'number'], ['finance.balance', 'number']]}>
          {data.lines.map((line) => (
            <tr key={line.sequence}>
              <td className="numeric">{fullTime(line.at)}</td><td>{tValue('ledger.entry', line.kind)} <span className="meta">{line.reason}</span></td><td>{tValue('ledger.kind', line.with)}</td>
              <td className="number">{amount(line.debit)}</td><td className="number">{amount(line.credit)}</td><td className="number">{amount(line.held)}</td><td className="number">{amount(line.balance)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
