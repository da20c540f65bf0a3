import { Link } from 'react-router-dom';
import type { VoiceView } from '../../api/voices.ts';
import { mayRead, useMe } from '../../app/session.tsx';
import { count, fullTime, shortTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { LabelChips, useVoice } from './LabelChips.tsx';
import { remember, useValueTitle } from './tree.ts';

const places = ['merchant', 'product', 'carrier', 'region', 'version'] as const;

/** What one person said, in their own words; everything else about it is small. */
export function VoiceLine({ voice: given, word }: { voice: VoiceView; word?: string | undefined }) {
  const voice = useVoice(given);
  const titleOf = useValueTitle();
  const opens = mayRead(useMe());
  Object.entries(voice.names ?? {}).forEach(([place, name]) => remember(place, voice[place as (typeof places)[number]] ?? '', name));
  return (
    <li className="voice" data-row tabIndex={-1}>
      <p className="voice-text wrap" lang={voice.language ?? undefined}>{voice.text ? <Marked text={voice.text} word={word} /> : <span className="quietly">{voice.rating ? t('voice.onlyRating', { rating: voice.rating }) : t(voice.source === 'rating' ? 'voice.wordless' : 'voice.noText')}</span>}</p>
      <div className="row voice-foot">
        <LabelChips voice={voice} />
        {(voice.family?.size ?? 0) > 1 && <span className="tag" title={t('voice.familyHelp')}>{t('voice.family', { count: count(voice.family!.size) })}</span>}
        <span className="meta"><time dateTime={voice.at} title={fullTime(voice.at)}>{shortTime(voice.at)}</time>{[titleOf('source', voice.source), ...places.map((place) => voice[place] && titleOf(place, voice[place]!))].filter(Boolean).map((one) => ` · ${one}`)}</span>
        {opens && voice.conversation && <Link className="meta" to={`/conversations?conversation=${voice.conversation}`}>{t('voice.openConversation')}</Link>}
        {opens && voice.order && <Link className="meta" to={`/orders/${encodeURIComponent(voice.order)}`}>{t('voice.openOrder')}</Link>}
      </div>
    </li>
  );
}

/** The followed word stands out where it is said. */
function Marked({ text, word }: { text: string; word: string | undefined }) {
  const at = word ? text.toLowerCase().indexOf(word.toLowerCase()) : -1;
  return at < 0 || !word ? <>{text}</> : <>{text.slice(0, at)}<mark>{text.slice(at, at + word.length)}</mark>{text.slice(at + word.length)}</>;
}
