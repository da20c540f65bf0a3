/** What a page shows when there is nothing, not yet, or not any more. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { t, tValue, useLanguage, type Key } from '../i18n/language.ts';

export function Skeleton({ rows = 3, widths = [92, 78, 60] }: { rows?: number; widths?: number[] }) {
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => <span key={row} className="skeleton" style={{ width: `${widths[row % widths.length]}%` }} />)}
    </div>
  );
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p className="strong">{title}</p>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

const knownCodes: Record<string, Key> = {
  unreachable: 'problem.unreachable',
  'http-403': 'problem.forbidden',
  'http-404': 'problem.notFound',
  'http-429': 'problem.tooMany',
  'http-413': 'problem.tooLarge',
};
/** Ours for the codes we know, in the reader's language; else the server's own sentence; else ours for the status. */
export function problemText(error: unknown): string {
  const problem = asProblem(error);
  const byCode = tValue('problem.code', problem.code);
  if (byCode !== problem.code) return byCode;
  if (problem.body.detail && problem.status !== 404 && problem.status !== 403) return problem.body.detail;
  const byStatus: Key | undefined = knownCodes[problem.code] ?? knownCodes[`http-${problem.status}`];
  if (byStatus) return t(byStatus);
  return problem.body.title ?? t('problem.unknown', { status: problem.status });
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  useLanguage();
  const problem = asProblem(error);
  return (
    <div className="problem" role="alert">
      <div className="grow">
        <div>{problemText(error)}</div>
        {problem.body.errors?.map((one, index) => (
          <div key={index} className="meta">{[one.pointer, one.detail].filter(Boolean).join(' – ')}</div>
        ))}
      </div>
      {retry && <Button onClick={retry}>{t('action.retry')}</Button>}
    </div>
  );
}
