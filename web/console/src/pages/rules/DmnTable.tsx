import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import { useEffect, useRef, useState } from 'react';
import { t, useLanguage } from '../../i18n/language.ts';
import { forEditor } from './editorForm.ts';
import { tableWords } from './tableWords.ts';

interface Properties {
  /** A whole .dmn file. Another text replaces what is shown, and what was not taken by onChange. */
  xml: string;
  /** Without it the table is only read. */
  onChange?: (xml: string) => void;
  /** Numbers of rows, from 1, that something is to be said about. */
  marked?: readonly number[];
  label: string;
}

/** One decision model as people read and edit it: the table first, the graph of a model with several decisions one click away. */
export default function DmnTable({ xml, onChange, marked, label }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  const ours = useRef<string>();
  const manager = useRef<DmnManager>();
  const [broken, setBroken] = useState<string>();
  const [shown, setShown] = useState(0);
  const language = useLanguage();
  const editable = onChange !== undefined;
  changed.current = onChange;

  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void (async () => {
      const { default: Manager } = editable ? await import('dmn-js/lib/Modeler') : await import('dmn-js/lib/NavigatedViewer');
      if (gone || !place.current) return;
      const words = { additionalModules: [tableWords(language)] };
      const table = new Manager({ container: place.current, common: { keyboard: { bindTo: place.current } }, decisionTable: words, literalExpression: words, boxedExpression: words, drd: words });
      manager.current = table;
      const watched = new Set<DmnViewer>();
      table.on('views.changed', () => {
        const viewer = table.getActiveViewer();
        if (!editable || !viewer || watched.has(viewer)) return;
        watched.add(viewer);
        viewer.on('elements.changed', () => {
          clearTimeout(timer);
          // One save for a burst of changes; the editor's own state is ahead of the text for that long.
          timer = setTimeout(() => void table.saveXML({ format: true }).then(({ xml: text }) => { ours.current = text; changed.current?.(text); }), 250);
        });
      });
      await show(table, ours.current ?? xml);
    })();
    return () => { gone = true; clearTimeout(timer); manager.current?.destroy(); manager.current = undefined; };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editable, language]);

  const show = async (table: DmnManager, text: string) => {
    try {
      await table.importXML(forEditor(text));
      const views = table.getViews();
      const first = views.find((view) => view.type === 'decisionTable' && view.element.name === 'verdict') ?? views.find((view) => view.type === 'decisionTable') ?? views[0];
      if (first) await table.open(first);
      ours.current = text;
      setBroken(undefined);
      setShown((count) => count + 1);
    } catch (error) {
      setBroken(error instanceof Error ? error.message : String(error));
    }
  };

  useEffect(() => {
    if (manager.current && xml !== ours.current) void show(manager.current, xml);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [xml]);

  useEffect(() => {
    const rows = place.current?.querySelectorAll<HTMLElement>('.tjs-table tbody tr');
    rows?.forEach((row, index) => row.classList.toggle('rule-marked', marked?.includes(index + 1) ?? false));
  }, [marked, shown, xml]);

  return (
    <div className="rule-table">
      {broken && <p className="problem" role="alert">{t('rules.unreadable', { reason: broken })}</p>}
      <div className={editable ? 'rule-table-place' : 'rule-table-place read-only'} ref={place} role="region" aria-label={label} tabIndex={0} />
    </div>
  );
}
