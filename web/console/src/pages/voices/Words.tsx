import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { voices } from '../../api/voices.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem } from '../../parts/feedback.tsx';
import { changeText } from './change.ts';
import { compareQuery, narrowed, sliceQuery, type SliceState, type Window } from './slice.ts';

/** Words said more than in the period before; a click follows one. */
export function Words({ state, window, change }: { state: SliceState; window: Window; change: (state: SliceState) => void }) {
  const query = { ...sliceQuery(state, window), ...compareQuery(state, window), limit: 24 };
  const { data, error, refetch } = useQuery({ queryKey: ['voices', 'words', query], queryFn: ({ signal }) => voices.words(query, signal), placeholderData: keepPreviousData });
  return (
    <section aria-labelledby="voice-words">
      <h2 id="voice-words">{t('voice.words')}</h2>
      <p className="meta">{t('voice.wordsText')}</p>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="meta">{t('voice.noWords')}</p>}
      <ul className="voice-words">{data?.items.map((one) => (
        <li key={one.word}><button type="button" className="tag chip" onClick={() => change(narrowed(state, 'word', one.word))} aria-label={t('voice.follow', { word: one.word, count: count(one.count) })}>{one.word} <span className="numeric">{count(one.count)}</span>{state.compare !== 'none' && one.before != null && <span className="numeric quietly"> {changeText(one.count, one.before)}</span>}</button></li>
      ))}</ul>
    </section>
  );
}
