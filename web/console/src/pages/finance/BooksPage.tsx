import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { ledger, type Books } from '../../api/ledger.ts';
import { count, fullTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { amount, difference } from './amounts.ts';
import { Table } from './Table.tsx';

/** All accounts by kind, and whether debits and credits are equal. */
export function BooksPage() {
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['ledger', 'books'], queryFn: ledger.books, refetchInterval: 30_000 });
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('finance.title')}</h1><p className="meta">{t('finance.intro')}</p></div></header>
      {isLoading && <Skeleton rows={10} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && <Standing books={data} />}
      {data && data.kinds.length === 0 && <Empty title={t('finance.noAccounts')}>{t('finance.noAccountsText')}</Empty>}
      {data && data.kinds.length > 0 && (
        <Table label={t('finance.title')} heads={[['finance.code'], ['finance.kind'], ['finance.currency'], ['finance.accountsCount', 'number'], ['finance.debits', 'number'], ['finance.credits', 'number'], ['finance.balance', 'number'], ['finance.held', 'number']]}>
          {data.kinds.map((kind) => (
            <tr key={`${kind.kind} ${kind.currency}`}>
              <td className="numeric">{kind.code}</td>
              <th scope="row"><Link to={`/finance/accounts?kind=${kind.kind}&currency=${kind.currency}`}>{tValue('ledger.kind', kind.kind)}</Link></th>
              <td>{kind.currency}</td>
              <td className="number">{count(kind.accounts)}</td>
              <td className="number">{amount(kind.debits, kind.currency)}</td>
              <td className="number">{amount(kind.credits, kind.currency)}</td>
              <td className="number">{amount(difference(kind.credits, kind.debits), kind.currency)}</td>
              <td className="number">{amount((BigInt(kind.heldDebits) + BigInt(kind.heldCredits)).toString(), kind.currency)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

function Standing({ books }: { books: Books }) {
  return (
    <p className="row finance-standing">
      <StateMark tone={books.balanced ? 'good' : 'bad'}>{t(books.balanced ? 'finance.balanced' : 'finance.unbalanced')}</StateMark>
      <span className="meta">{books.newestSeal ? t('finance.sealedAt', { number: books.newestSeal.number, at: fullTime(books.newestSeal.sealedAt) }) : t('finance.neverSealed')}</span>
      {books.movedSince > 0 && <span className="meta">{t('finance.movedSince', { count: count(books.movedSince) })}</span>}
    </p>
  );
}
