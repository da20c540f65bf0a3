import { useCallback, useState } from 'react';

/** Rows chosen by hand, up to as many as one bulk action takes. */
export function useSelection(rows: readonly string[], limit: number) {
  const [set, setSet] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => setSet((before) => {
    const next = new Set(before);
    if (!next.delete(id) && next.size < limit) next.add(id);
    return next;
  }), [limit]);
  const clear = useCallback(() => setSet(new Set()), []);
  const all = () => setSet(new Set(rows.slice(0, limit)));
  return { set, ids: [...set], toggle, clear, all };
}
