import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { desk } from '../../api/deskCalls.ts';
import { languageName } from '../../i18n/format.ts';
import { currentLanguage, t } from '../../i18n/language.ts';
import { problemText, Skeleton } from '../../parts/feedback.tsx';

export const useTranslator = () => useQuery({ queryKey: ['translator'], queryFn: () => desk.translator(), staleTime: 10 * 60_000, retry: false });
const useTranslation = (text: string, to: string, wanted: boolean) =>
  useQuery({ queryKey: ['translation', to, text], queryFn: () => desk.translate(text, to), enabled: wanted && !!text, staleTime: Infinity, retry: false });

/** What the customer wrote, in the reader's language, below the original and never instead of it. */
export function Translated({ text }: { text: string }) {
  const translator = useTranslator();
  const { data, error, isLoading } = useTranslation(text, currentLanguage(), !!translator.data?.ready);
  if (translator.data && !translator.data.ready) return <NotSetUp howTo={translator.data.howTo} />;
  if (isLoading || !translator.data) return <div className="translated"><Skeleton rows={1} /></div>;
  return (
    <div className="translated" role="status">
      {error ? <span className="meta">{problemText(error)}</span> : <><div className="wrap" dir="auto">{data?.text}</div><div className="meta">{t('translate.by', { name: data?.by ?? '' })}</div></>}
    </div>
  );
}
export function NotSetUp({ howTo }: { howTo: string }) {
  return <div className="translated" role="status"><div>{t('translate.notSetUp')}</div><div className="meta">{t('translate.howTo')} <span dir="ltr">{howTo}</span></div></div>;
}

/** What I wrote, in the customer's language: read and changed before anything is sent. */
export function TranslatePanel({ text, language, use, close }: { text: string; language: string; use: (text: string) => void; close: () => void }) {
  const translator = useTranslator();
  const [asked] = useState(text.trim());
  const { data, error, isLoading } = useTranslation(asked, language, !!translator.data?.ready);
  const [own, setOwn] = useState<string>();
  useEffect(() => { if (data && own === undefined) setOwn(data.text); }, [data, own]);
  return (
    <div className="translate-panel" role="group" aria-label={t('translate.title')} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); close(); } }}>
      <div className="row between"><span className="strong">{t('translate.title')} · {languageName(language)}</span><Button size="small" type="text" autoFocus onClick={close}>{t('action.cancel')}</Button></div>
      {translator.data && !translator.data.ready ? <NotSetUp howTo={translator.data.howTo} /> : (
        <>
          {!asked && <p className="meta">{t('translate.nothing')}</p>}
          {asked && <p className="meta wrap" dir="auto">{asked}</p>}
          {isLoading && <Skeleton rows={2} />}
          {error && <p className="badly" role="alert">{problemText(error)}</p>}
          {own !== undefined && (
            <>
              <Input.TextArea value={own} onChange={(event) => setOwn(event.target.value)} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} dir="auto" aria-label={t('translate.review')} />
              <div className="row between"><span className="meta">{t('translate.by', { name: data?.by ?? '' })}</span><Button type="primary" size="small" onClick={() => use(own)}>{t('translate.use')}</Button></div>
            </>
          )}
        </>
      )}
    </div>
  );
}
