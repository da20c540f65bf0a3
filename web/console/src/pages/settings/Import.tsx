import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Segmented, Select } from 'antd';
import { useRef, useState } from 'react';
import { imports } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import { asProblem } from '../../api/problem.ts';
import type { ImportPreview, ImportProblem } from '../../api/types.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { problemText } from '../../parts/feedback.tsx';
import { fieldsOf } from './importFields.ts';

type Format = 'csv' | 'jsonl';
const fileLimit = 20 * 1024 * 1024;
const shownErrors = 50;

/** From an export of one's own shop to events, without code: paste, look, set right, load all or nothing. */
export default function Import() {
  const [format, setFormat] = useState<Format>('csv');
  const [content, setContent] = useState('');
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [tooLarge, setTooLarge] = useState(false);
  // One id for this content: pressing twice or after a lost answer loads it once.
  const [id, setId] = useState(() => newId());
  const picker = useRef<HTMLInputElement>(null);
  const preview = useMutation({ mutationFn: (columns?: Record<string, string>) => imports.preview(format, content, columns), onSuccess: (answer) => setMapping(answer.mapping ?? {}) });
  const load = useMutation({ mutationFn: () => imports.run(id, format, content, mapping) });
  const change = (text: string) => { setContent(text); setId(newId()); preview.reset(); load.reset(); };
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > fileLimit);
    if (file.size > fileLimit) return;
    setFormat(/\.(jsonl|ndjson)$/i.test(file.name) ? 'jsonl' : 'csv');
    change(await file.text());
  };
  const errors = problemsOf(load.error) ?? preview.data?.errors ?? [];
  return (
    <div className="settings-pad">
      <header className="page-head"><div className="grow"><h1>{t('settings.import')}</h1><p className="meta">{t('import.intro')}</p></div></header>
      <div className="stack">
        <div className="row" style={{ flexWrap: 'wrap' }}>
          <Segmented<Format> aria-label={t('import.format')} value={format} onChange={(value) => { setFormat(value); preview.reset(); load.reset(); }} options={[{ value: 'csv', label: 'CSV' }, { value: 'jsonl', label: t('import.jsonl') }]} />
          <Button onClick={() => picker.current?.click()}>{t('import.file')}</Button>
          <input ref={picker} type="file" hidden accept=".csv,.txt,.jsonl,.ndjson,text/csv" aria-label={t('import.file')} onChange={(event) => { void readFile(event.target.files?.[0]); event.target.value = ''; }} />
        </div>
        {tooLarge && <Alert type="error" role="alert" message={t('import.tooLarge')} />}
        <Input.TextArea className="import-text" rows={8} value={content} onChange={(event) => change(event.target.value)} aria-label={t('import.content')} placeholder={t('import.placeholder')} spellCheck={false} />
        <div className="row"><Button type={preview.data ? 'default' : 'primary'} disabled={!content.trim()} loading={preview.isPending} onClick={() => preview.mutate(undefined)}>{t('import.preview')}</Button></div>
        {preview.error && <Alert type="error" role="alert" message={problemText(preview.error)} description={<Errors errors={problemsOf(preview.error) ?? []} />} />}
      </div>
      {preview.data && !load.data && (
        <>
          {format === 'csv' && <Mapping preview={preview.data} mapping={mapping} change={(next) => { setMapping(next); preview.mutate(next); }} />}
          <Rows preview={preview.data} />
          {errors.length > 0 && <section className="section"><h2>{t('import.errors', { count: count(errors.length) })}</h2><Errors errors={errors} /></section>}
          {load.error && <Alert style={{ marginTop: 16 }} type="error" role="alert" message={problemText(load.error)} description={t('import.nothingLoaded')} />}
          <div className="row" style={{ marginTop: 24 }}><Button type="primary" disabled={errors.length > 0 && !load.error} loading={load.isPending} onClick={() => load.mutate()}>{t('import.load')}</Button><span className="meta">{t('import.allOrNothing')}</span></div>
        </>
      )}
      {load.data && <Alert style={{ marginTop: 16 }} type="success" role="status" message={t('import.done', { count: count(load.data.accepted) })} action={<Button size="small" onClick={() => change('')}>{t('import.another')}</Button>} />}
    </div>
  );
}

function problemsOf(error: unknown): ImportProblem[] | undefined {
  if (!error) return undefined;
  return asProblem(error).body.errors?.map((one) => ({ line: one.line ?? 0, field: one.field ?? one.pointer, detail: one.detail }));
}

function Mapping({ preview, mapping, change }: { preview: ImportPreview; mapping: Record<string, string>; change: (next: Record<string, string>) => void }) {
  const fields = fieldsOf(mapping);
  return (
    <section className="section">
      <h2>{t('import.mapping')}</h2>
      <p className="meta">{t('import.mappingText')}</p>
      <div className="mapping">
        {preview.columns.map((column) => (
          <label key={column} className="mapping-line">
            <span className="cut" title={column}>{column}</span>
            <Select allowClear showSearch size="small" aria-label={t('import.columnTo', { column })} placeholder={t('import.leaveOut')} value={mapping[column] || null} options={fields.map((field) => ({ value: field, label: field }))}
              onChange={(field: string | undefined) => change({ ...mapping, [column]: field ?? '' })} />
          </label>
        ))}
      </div>
    </section>
  );
}

function Rows({ preview }: { preview: ImportPreview }) {
  if (preview.rows.length === 0) return null;
  return (
    <section className="section">
      <h2>{t('import.rows', { count: preview.rows.length })}</h2>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('import.rows', { count: preview.rows.length })}>
        <table className="grid-table">
          <thead><tr><th scope="col">{t('import.type')}</th><th scope="col">{t('import.subject')}</th><th scope="col">{t('import.data')}</th></tr></thead>
          <tbody>{preview.rows.map((row, index) => <tr key={index}><td><code>{String(row.type ?? '')}</code></td><td>{String(row.subject ?? '')}</td><td><code className="cell-cut">{JSON.stringify(row.data ?? row)}</code></td></tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Errors({ errors }: { errors: ImportProblem[] }) {
  return (
    <ul className="import-errors">
      {errors.slice(0, shownErrors).map((error, index) => (
        <li key={index}>{error.line > 0 && <strong>{t('import.line', { line: error.line })}</strong>} {error.field && <code>{error.field}</code>} {error.detail}</li>
      ))}
      {errors.length > shownErrors && <li className="meta">{t('import.moreErrors', { count: errors.length - shownErrors })}</li>}
    </ul>
  );
}
