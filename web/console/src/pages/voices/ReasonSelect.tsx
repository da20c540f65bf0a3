import { Select } from 'antd';
import { useMemo } from 'react';
import { localName } from '../../app/names.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { useTree } from './tree.ts';

const outside = '';

/** A reason of the tree, found by its title in either language or by its code; or none of them. */
export function ReasonSelect({ value, onChoose, onLeave, onEscape, autoFocus, withNone = true, size, without }: { value?: string | null | undefined; onChoose: (reason: string | null) => void; onLeave?: () => void; onEscape?: () => void; autoFocus?: boolean; withNone?: boolean; size?: 'small'; without?: string }) {
  const tree = useTree();
  const language = useLanguage();
  const options = useMemo(() => [
    ...(withNone ? [{ label: t('voice.notInTree'), value: outside, words: '' }] : []),
    ...(tree?.stages ?? []).map((stage) => ({
      label: localName(stage.title) || stage.code, title: stage.code,
      options: stage.reasons.filter((reason) => reason.state === 'active' && reason.code !== without).map((reason) => ({
        label: localName(reason.title) || reason.code, value: reason.code, words: `${reason.code} ${reason.title['zh-CN'] ?? ''} ${reason.title.en ?? ''} ${stage.title['zh-CN'] ?? ''} ${stage.title.en ?? ''}`.toLowerCase(),
      })),
    })).filter((stage) => stage.options.length > 0),
  // eslint-disable-next-line
  ], [tree, language, withNone, without]);
  return (
    <Select
      showSearch autoFocus={autoFocus} defaultOpen={autoFocus} className="reason-select" size={size} popupMatchSelectWidth={280} aria-label={t('voice.chooseReason')} placeholder={t('voice.chooseReason')}
      value={value ?? undefined} options={options} filterOption={(typed, option) => (option as { words?: string } | undefined)?.words?.includes(typed.trim().toLowerCase()) ?? false}
      onChange={(code: string) => onChoose(code === outside ? null : code)} onBlur={onLeave} onKeyDown={(event) => { if (event.key === 'Escape') (onEscape ?? onLeave)?.(); }}
    />
  );
}
