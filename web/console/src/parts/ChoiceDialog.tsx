import { Modal } from 'antd';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { t } from '../i18n/language.ts';

export interface Choice { key: string; label: string; note?: string; mark?: ReactNode; chosen?: boolean }
interface Properties {
  title: string;
  choices: Choice[];
  close: () => void;
  onChoose: (key: string, typed: string) => void;
  /** Stays open, for choosing several. */
  several?: boolean;
  /** Offers what was typed as a choice of its own. */
  free?: (typed: string) => Choice | undefined;
  empty?: string;
  children?: ReactNode;
}

/** One list to choose from, by letters, arrows and Enter; used for everything that asks "which?". The focus goes back to where it was. */
export function ChoiceDialog({ title, choices, close, onChoose, several, free, empty, children }: Properties) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const typed = text.trim();
  const fitting = choices.filter((choice) => !typed || `${choice.label} ${choice.note ?? ''}`.toLowerCase().includes(typed.toLowerCase()));
  const own = typed ? free?.(typed) : undefined;
  const shown = own ? [...fitting, own] : fitting;
  useEffect(() => setAt(0), [typed]);
  useEffect(() => {
    // A dialog that closes gives the focus back to where it was, a moment after this one has opened: ours comes after.
    const timers = [30, 120, 300].map((after) => setTimeout(() => { if (!input.current?.closest('.ant-modal-wrap')?.contains(document.activeElement) || document.activeElement?.tagName !== 'INPUT') input.current?.focus(); }, after));
    return () => timers.forEach(clearTimeout);
  }, []);
  useEffect(() => { document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' }); }, [at, listId]);
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onChoose(choice.key, typed);
    if (!several) close(); else { setText(''); input.current?.focus(); }
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((now) => Math.min(shown.length - 1, now + 1));
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(0, now - 1));
    else if (event.key === 'Enter') choose(shown[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Modal open onCancel={close} footer={null} closable={false} width={480} className="command" style={{ top: '16vh' }} title={title} transitionName="" maskTransitionName="" destroyOnHidden>
      <div className="command-input">
        <input ref={input} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKey} placeholder={t('choice.placeholder')} maxLength={200}
          role="combobox" aria-expanded aria-controls={listId} aria-activedescendant={shown.length ? `${listId}-${at}` : undefined} aria-label={title} />
        <kbd>Esc</kbd>
      </div>
      <div className="command-list" role="listbox" id={listId} aria-label={title} aria-multiselectable={several || undefined}>
        {shown.map((choice, index) => (
          <div key={choice.key} id={`${listId}-${index}`} role="option" aria-selected={several ? !!choice.chosen : index === at} className={`command-option ${index === at ? 'at' : ''}`} onClick={() => choose(choice)} onMouseMove={() => setAt(index)}>
            {choice.mark}
            <span className="cut grow">{choice.label}{choice.note && <span className="meta"> · {choice.note}</span>}</span>
            {several && choice.chosen && <span aria-hidden="true">✓</span>}
          </div>
        ))}
      </div>
      {shown.length === 0 && <div className="command-foot meta" role="status">{empty ?? t('choice.nothing')}</div>}
      {children}
    </Modal>
  );
}
