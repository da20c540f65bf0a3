import type { Preview } from '../../api/actions.ts';
import { money } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';

/** Exactly what an action would do: what changes, the money, who bears it, and whose yes it needs. */
export function PreviewFacts({ preview }: { preview: Preview }) {
  return (
    <div className="preview">
      <dl>{preview.changes.map((change, index) => (
        <div key={index}><dt>{change.label}</dt><dd>{change.before && <del>{change.before}</del>}{change.before && change.after && ' → '}{change.after && <strong>{change.after}</strong>}</dd></div>
      ))}</dl>
      {preview.money.map((line, index) => <p key={index} className="strong">{line.words}</p>)}
      {!!preview.bearers?.length && <p className="meta">{t('act.bears')} {preview.bearers.map((bearer) => `${tValue('act.bearer', bearer.who)} ${money(bearer.amount)}`).join(' · ')}</p>}
      {preview.approval && <p className="meta">{preview.approval.detail}</p>}
      <p className="meta">{preview.consent.words}</p>
    </div>
  );
}
