import { Link } from 'react-router-dom';
import type { ValueMoney } from '../../api/standings.ts';
import { t, tValue } from '../../i18n/language.ts';
import { amount } from '../finance/amounts.ts';
import type { Behind } from './Value.tsx';

/** Each programme's fund: what it began with, what was put in, what was spent of it and what each grade may give. */
export function ValueFunds({ money, behind }: { money: ValueMoney; behind: Behind }) {
  const { currency, funds } = money;
  if (funds.length === 0) return null;
  return (
    <section aria-labelledby={`funds-${currency}`}>
      <h3 id={`funds-${currency}`}>{t('value.programmes')} <span className="meta">{t('value.programmesHelp')}</span></h3>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={`funds-${currency}`}>
        <table className="grid-table numeric">
          <thead><tr><th scope="col">{t('value.programme')}</th><th scope="col" className="number">{t('value.opening')}</th><th scope="col" className="number">{t('value.putIn')}</th><th scope="col" className="number">{t('value.spentOfIt')}</th><th scope="col">{t('value.share')}</th><th scope="col" className="number">{t('value.closing')}</th><th scope="col" className="number">{t('value.held')}</th><th scope="col">{t('value.limits')}</th></tr></thead>
          <tbody>{funds.map((fund) => {
            const budget = fund.opening + fund.putIn;
            const part = budget > 0 ? fund.spent.amount / budget : 0;
            const address = behind('fund-spent', fund.spent, { source: fund.fund });
            return (
              <tr key={fund.fund}>
                <th scope="row">{fund.name}</th>
                <td className="number">{amount(fund.opening, currency)}</td>
                <td className="number">{amount(fund.putIn, currency)}</td>
                <td className="number strong">{address ? <Link to={address}>{amount(fund.spent.amount, currency)}<span className="visually-hidden">: {fund.name}</span></Link> : amount(fund.spent.amount, currency)}</td>
                <td><span className="value-share"><span className="bar" aria-hidden="true"><span style={{ inlineSize: `${Math.min(100, Math.max(0, 100 * part))}%` }} /></span> {budget > 0 ? new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }).format(part) : '–'}</span></td>
                <td className="number">{amount(fund.closing, currency)}</td>
                <td className="number">{amount(fund.held, currency)}</td>
                <td className="meta value-limits">{fund.limits.length === 0 ? t('value.noLimit') : fund.limits.map((limit) => t('value.limit', { grade: tValue('grade', limit.grade), once: amount(limit.mostOnce, currency), day: amount(limit.mostADay, currency) })).join(' · ')}</td>
              </tr>
            );
          })}</tbody>
        </table>
      </div>
    </section>
  );
}
