import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { PolicyWords } from '../../api/policies.ts';
import { t } from '../../i18n/language.ts';

const languages = ['zh-CN', 'en'] as const;

/** The sentences that customers read for the codes in the table: what is possible, never a limit, never blame. */
export function WordsPart({ words, change }: { words: PolicyWords; change?: ((words: PolicyWords) => void) | undefined }) {
  const [code, setCode] = useState('');
  const set = (of: string, language: string, text: string) => change?.({ ...words, [of]: { ...words[of], [language]: text } });
  const add = () => { if (code.trim() && !(code.trim() in words)) change?.({ ...words, [code.trim()]: { 'zh-CN': '', en: '' } }); setCode(''); };
  const drop = (of: string) => change?.(Object.fromEntries(Object.entries(words).filter(([key]) => key !== of)));
  return (
    <div className="stack">
      <p className="meta">{t('rules.wordsText')}</p>
      {Object.entries(words).map(([of, sentences]) => (
        <fieldset key={of} className="rule-words">
          <legend><code>{of}</code>{change && <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('rules.dropWords', { code: of })} onClick={() => drop(of)} />}</legend>
          {languages.map((language) => (
            <label key={language} className="stack"><span className="meta">{t(`rules.in.${language}`)}</span>
              {change ? <Input.TextArea autoSize maxLength={300} value={sentences[language] ?? ''} onChange={(event) => set(of, language, event.target.value)} /> : <span className="wrap">{sentences[language] ?? '–'}</span>}
            </label>
          ))}
        </fieldset>
      ))}
      {change && <div className="row"><Input className="finance-filter" value={code} maxLength={60} placeholder={t('rules.newCode')} aria-label={t('rules.newCode')} onChange={(event) => setCode(event.target.value)} onPressEnter={add} /><Button icon={<PlusOutlined />} onClick={add}>{t('rules.addWords')}</Button></div>}
    </div>
  );
}
