import { Alert, App as AntApp, Button, Input, Modal } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { desk } from '../../api/deskCalls.ts';
import type { MacroPreview } from '../../api/deskTypes.ts';
import { newId } from '../../api/identifiers.ts';
import { useUnitName } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { fill, t, tValue } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { useTags } from '../../parts/TagChip.tsx';
import { unfilled } from './canned.ts';
import { takeFacts } from './deskFacts.ts';

/** What the macro would say and do, to be read before it is done; then all of it happens, or nothing. */
export function MacroDialog({ conversation, macro, close }: { conversation: string; macro: string; close: () => void }) {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const { data, error, refetch } = useQuery({ queryKey: ['macro-preview', conversation, macro], queryFn: () => desk.previewMacro(conversation, macro), gcTime: 0, retry: false });
  const [text, setText] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [clientId] = useState(() => newId());
  useEffect(() => { if (data && text === undefined) setText(data.text ?? ''); }, [data, text]);
  const open = unfilled(text ?? '');
  const stopped = data?.effects.some((effect) => effect.refusal);
  const run = async () => {
    if (busy || !data || open || stopped) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      takeFacts(queries, await desk.runMacro(conversation, clientId, macro, text?.trim() || undefined));
      await hub.refresh(conversation);
      void message.success(t('macros.done', { title: data.title }));
      close();
    } catch (problem) { setRefusal(problemText(problem)); } finally { setBusy(false); }
  };
  return (
    <Modal open title={data?.title ?? t('macros.one')} onCancel={close} width={560} transitionName="" maskTransitionName="" destroyOnHidden
      footer={<span className="row" style={{ justifyContent: 'flex-end' }}><Button onClick={close}>{t('action.cancel')}</Button><Button type="primary" loading={busy} disabled={!data || !!open || stopped} onClick={() => void run()}>{t('macros.run')} <kbd>Ctrl Enter</kbd></Button></span>}>
      <div className="stack" onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || !data?.text)) { event.preventDefault(); void run(); } }}>
        {!data && !error && <Skeleton rows={5} />}
        {error && <Problem error={error} retry={() => void refetch()} />}
        {data?.text != null && (
          <label className="stack"><span className="meta">{t('macros.says')}</span>
            <Input.TextArea autoFocus value={text} onChange={(event) => setText(event.target.value)} autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} dir="auto" />
          </label>
        )}
        {open && <Alert type="warning" role="alert" message={t('composer.unfilled', { variable: open })} />}
        {data && data.effects.length > 0 && <Effects preview={data} />}
        {data?.text == null && data && <p className="meta">{t('macros.enter')}</p>}
        {refusal && <Alert type="error" role="alert" message={refusal} />}
      </div>
    </Modal>
  );
}

function Effects({ preview }: { preview: MacroPreview }) {
  const unitName = useUnitName();
  const tags = useTags();
  const valueOf = (deed: string, value: string | null | undefined) =>
    deed === 'transfer' ? unitName(value) : deed === 'tag' || deed === 'untag' ? tags.find((tag) => tag.id === value)?.name ?? value ?? '' : value ?? '';
  return (
    <div>
      <div className="meta">{t('macros.does')}</div>
      <ol className="macro-effects">
        {preview.effects.map((effect, index) => (
          <li key={index}>
            {fill(tValue('macros.deed', effect.do), { value: valueOf(effect.do, effect.value), at: effect.at ? shortTime(effect.at) : '' })}
            {effect.refusal && <span className="badly"> – {effect.refusal}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
