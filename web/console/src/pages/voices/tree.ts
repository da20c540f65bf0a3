import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { voices, type ReasonTree } from '../../api/voices.ts';
import { localName } from '../../app/names.ts';
import { languageName } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import type { FilterName } from './slice.ts';

const fresh = 60_000;
export const useTree = (): ReasonTree | undefined => useQuery({ queryKey: ['reason-tree'], queryFn: voices.tree, staleTime: fresh }).data;

export interface KnownReason { title: string; stage: string; stageTitle: string }
/** Reasons and stages by their codes, in the reader's language. */
export function useReasons(): { reason: (code: string) => KnownReason | undefined; stage: (code: string) => string | undefined } {
  const tree = useTree();
  const language = useLanguage();
  return useMemo(() => {
    const reasons = new Map<string, KnownReason>();
    const stages = new Map<string, string>();
    for (const stage of tree?.stages ?? []) {
      stages.set(stage.code, localName(stage.title) || stage.code);
      for (const reason of stage.reasons) reasons.set(reason.code, { title: localName(reason.title) || reason.code, stage: stage.code, stageTitle: localName(stage.title) || stage.code });
    }
    return { reason: (code: string) => reasons.get(code), stage: (code: string) => stages.get(code) };
  // Titles follow the reader's language.
  // eslint-disable-next-line
  }, [tree, language]);
}

/** Titles of values as the server told them beside a figure, so that a chip still knows the shop's name when the figure is gone. */
const told = new Map<string, string>();
export function remember(name: string, value: string, title: string | null | undefined): void { if (title && title !== value) told.set(`${name}:${value}`, title); }

/** What a value of a slice is called. */
export function useValueTitle(): (name: FilterName, value: string) => string {
  const { reason, stage } = useReasons();
  return (name, value) => {
    switch (name) {
      case 'reason': return reason(value)?.title ?? told.get(`reason:${value}`) ?? value;
      case 'stage': return stage(value) ?? told.get(`stage:${value}`) ?? value;
      case 'language': return languageName(value) || value;
      case 'sentiment': return tValue('voice.sentiment', value);
      case 'urgency': return tValue('voice.urgency', value);
      case 'inTree': return t(value === 'true' ? 'voice.inTree' : 'voice.notInTree');
      case 'source': return tValue('voice.source', value);
      case 'channel': return told.get(`channel:${value}`) ?? tValue('voice.channel', value);
      case 'word': return `“${value}”`;
      default: return told.get(`${name}:${value}`) ?? value;
    }
  };
}
