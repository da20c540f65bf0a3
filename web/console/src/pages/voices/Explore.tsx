import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { voices } from '../../api/voices.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Problem, Skeleton } from '../../parts/feedback.tsx';
import { FlowChart } from '../../parts/FlowChart.tsx';
import { filled } from '../../parts/flowPoints.ts';
import { useLiveNow } from '../../parts/useLiveNow.ts';
import { againstText } from './change.ts';
import { Groups } from './Groups.tsx';
import { SliceBar } from './SliceBar.tsx';
import { atPoint, compareQuery, readSlice, sliceQuery, stepLength, stepOf, windowOf, writeSlice, type SliceState } from './slice.ts';
import { VoiceList } from './VoiceList.tsx';
import { Words } from './Words.tsx';

/** A page that moves with the clock looks again this often. */
const everySeconds = 10;

/** What customers say, cut any way: how much of it, what it is about, which words grow, and the words themselves. */
export default function Explore() {
  const [parameters, setParameters] = useSearchParams();
  const now = useLiveNow(everySeconds);
  const state = useMemo(() => readSlice(parameters), [parameters]);
  const window = useMemo(() => windowOf(state, now), [state, now]);
  const step = stepOf(window);
  const change = useCallback((next: SliceState) => setParameters(writeSlice(next)), [setParameters]);
  const query = { ...sliceQuery(state, window), ...compareQuery(state, window), by: step, group: state.group, top: 12 };
  const { data, error, isPlaceholderData, refetch } = useQuery({ queryKey: ['voices', 'figures', query], queryFn: ({ signal }) => voices.figures(query, signal), placeholderData: keepPreviousData, refetchInterval: state.span === 'own' ? false : everySeconds * 1000 });
  return (
    <>
      <h1 className="visually-hidden">{t('rail.voices')}</h1>
      <SliceBar state={state} window={window} change={change} />
      {error && <Problem error={error} retry={() => void refetch()} />}
      <div className={`voice-columns ${isPlaceholderData ? 'voice-old' : ''}`}>
        <section className="voice-flow" aria-label={t('voice.trend')}>
          {!data && !error && <Skeleton rows={8} widths={[40, 100, 100]} />}
          {data && (
            <>
              <p className="voice-total"><strong className="numeric">{count(data.total)}</strong> {t('voice.voices')} <span className="meta numeric">{[state.compare !== 'none' && againstText(data.total, data.before), data.families != null && t('voice.families', { count: count(data.families) })].filter(Boolean).join(' · ')}</span></p>
              <FlowChart points={filled(data.points, window, stepLength[step])} name={t('voice.trend')} byDay={step === 'day'} {...(state.compare === 'none' ? {} : { secondName: t(state.compare === 'week' ? 'voice.weekAgo' : 'voice.before') })} {...(step === 'minute' && state.span === 'own' ? {} : { onPick: (at: string) => change(atPoint(state, at, step)) })} />
            </>
          )}
        </section>
        <aside className="voice-side" aria-label={t('voice.side')}><Groups figures={data} state={state} change={change} /><Words state={state} window={window} change={change} /></aside>
        <div className="voice-main"><VoiceList state={state} window={window} total={data?.total} /></div>
      </div>
    </>
  );
}
