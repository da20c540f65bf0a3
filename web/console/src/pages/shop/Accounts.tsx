import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { ownShop } from '../../api/shop.ts';
import { money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { Table } from '../finance/Table.tsx';

/** The shop's settlement and deposit: each opens to its statement. */
export default function Accounts() {
  const list = useQuery({ queryKey: ['shop-accounts'], queryFn: () => ownShop.accounts() });
  if (list.isLoading) return <Skeleton rows={4} />;
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('shop.accounts')}</h1><p className="meta">{t('shop.accountsIntro')}</p></div></header>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data?.items.length === 0 && <Empty title={t('shop.noAccounts')} />}
      {(list.data?.items.length ?? 0) > 0 && (
        <Table label={t('shop.accounts')} heads={[['finance.account'], ['finance.balance', 'number'], ['finance.held', 'number']]}>
          {list.data?.items.map((one) => (
            <tr key={one.id}><th scope="row"><Link to={`/shop/accounts/${encodeURIComponent(one.id)}`}>{tValue('ledger.kind', one.kind)}</Link> <span className="meta">{one.balance.currency}</span></th>
              <td className="number">{money(one.balance)}</td><td className="number">{money({ amount: one.held, currency: one.balance.currency })}</td></tr>
          ))}
        </Table>
      )}
    </>
  );
}
