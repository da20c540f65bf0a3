import { Button } from 'antd';
import type { ReactNode } from 'react';
import { t, type Key } from '../../i18n/language.ts';

/** A column's head; numbers stand to the right. */
export type Head = [Key, 'number'?];

/** A table that scrolls in itself on a narrow page, with the way to more rows. */
export function Table({ label, heads, children, more, loading }: { label: string; heads: Head[]; children: ReactNode; more?: () => void; loading?: boolean }) {
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={label}>
        <table className="grid-table finance-table">
          <thead><tr>{heads.map(([key, number]) => <th key={key} scope="col" className={number}>{t(key)}</th>)}</tr></thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {more && <p className="finance-more"><Button loading={loading} onClick={more}>{t('report.more')}</Button></p>}
    </>
  );
}
