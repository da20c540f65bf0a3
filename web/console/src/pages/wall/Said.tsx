import { useEffect, useRef, useState } from 'react';
import type { WallWord } from '../../api/wall.ts';
import { t, tValue } from '../../i18n/language.ts';
import { nextOfStream, nextWord } from './judging.ts';
import { Ago } from './wallParts.tsx';

/** Long enough to be read from the back of the room. */
const readMilliseconds = 7_000;
/** Between two that come into the stream. */
const comesMilliseconds = 3_500;

/** One thing that somebody said, in large type, and then the next one. */
export function Said({ words, delay = 0 }: { words: readonly WallWord[]; delay?: number }) {
  const newest = useRef(words);
  newest.current = words;
  const shown = useRef<string[]>([]);
  const [id, setId] = useState<string>();
  const step = () => {
    const next = nextWord(newest.current, shown.current);
    // Bounded by what is told at once: an id that is told no more can be forgotten.
    shown.current = [...(next ? [next.id] : []), ...shown.current.filter((one) => one !== next?.id && newest.current.some((word) => word.id === one))];
    setId(next?.id);
  };
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const first = setTimeout(() => { step(); timer = setInterval(step, readMilliseconds); }, delay);
    return () => { clearTimeout(first); clearInterval(timer); };
  }, [delay]);
  const word = words.find((one) => one.id === id) ?? words[0];
  if (!word) return null;
  return <Quote key={word.id} word={word} />;
}

export function Quote({ word }: { word: WallWord }) {
  return (
    <blockquote className="wall-quote">
      <p>{word.text}</p>
      <footer>{[tValue('voice.source', word.source), word.region].filter(Boolean).join(' · ')} · <Ago since={word.at} />{t('wall.ago.after')}</footer>
    </blockquote>
  );
}

/** What is said now about anything: a new one comes in above, the others make room. */
export function Stream({ words, count }: { words: readonly WallWord[]; count: number }) {
  const newest = useRef(words);
  newest.current = words;
  const [shown, setShown] = useState<readonly WallWord[]>([]);
  useEffect(() => {
    const step = () => setShown((before) => nextOfStream(before, newest.current, count));
    step();
    const timer = setInterval(step, comesMilliseconds);
    return () => clearInterval(timer);
  }, [count]);
  const list = shown.length > 0 ? shown : words.slice(0, count);
  if (list.length === 0) return <p className="wall-empty">{t('wall.stream.empty')}</p>;
  return <ul className="wall-stream" key={list[0]?.id}>{list.map((word) => <li key={word.id}><Quote word={word} /></li>)}</ul>;
}
