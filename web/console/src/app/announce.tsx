/** One polite live region for the whole console: each new message of a consumer is said once, on whatever page. */
import { useEffect, useState } from 'react';
import { hub } from '../live/hub.ts';
import { t } from '../i18n/language.ts';

let say: (text: string) => void = () => undefined;
export const announce = (text: string): void => say(text);

export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    say = setText;
    return hub.onEntry((entry) => {
      if (entry.kind === 'message' && entry.author.party === 'consumer') {
        setText(t('announce.message', { name: entry.author.name ?? t('person.visitor'), text: entry.text ?? '' }));
      }
    });
  }, []);
  return <div className="visually-hidden" aria-live="polite" role="log">{text}</div>;
}
