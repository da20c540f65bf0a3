import { Select } from 'antd';
import { useState } from 'react';
import type { VoiceFigures, VoiceGroup } from '../../api/voices.ts';
import { count, share } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { changeText } from './change.ts';
import { dimensions, narrowed, type SliceState } from './slice.ts';
import { remember, useValueTitle } from './tree.ts';

/** So many stand on a phone at first (styles/voices.css). */
const few = 5;

/** The slice by one dimension: how many, how many of them unhappy, and how that has moved. A click narrows to it. */
export function Groups({ figures, state, change }: { figures: VoiceFigures | undefined; state: SliceState; change: (state: SliceState) => void }) {
  const titleOf = useValueTitle();
  const [all, setAll] = useState(false);
  const groups = figures?.groups ?? [];
  groups.forEach((group) => remember(state.group, group.value, group.title));
  const most = Math.max(1, ...groups.map((group) => group.count));
  const ofTree = state.group === 'reason' || state.group === 'stage';
  const name = (group: VoiceGroup) => (group.value ? group.title || titleOf(state.group, group.value) : t(ofTree ? 'voice.notInTree' : 'voice.unknown'));
  const into = (group: VoiceGroup) => change(group.value ? narrowed(state, state.group, group.value) : narrowed(state, 'inTree', 'false'));
  return (
    <section aria-labelledby="voice-groups">
      <div className="row between"><h2 id="voice-groups">{t('voice.groups')}</h2>
        <Select size="small" className="group-select" aria-label={t('voice.groupBy')} value={state.group} onChange={(group) => change({ ...state, group })} options={dimensions.map((value) => ({ value, label: tValue('voice.dimension', value) }))} /></div>
      {figures && groups.length === 0 && <p className="meta">{t('voice.noGroups')}</p>}
      <ul className="voice-groups" data-all={all}>{groups.map((group) => (
        <li key={group.value}>
          <button type="button" className="plain voice-group" disabled={!group.value && !ofTree} onClick={() => into(group)} aria-label={t('voice.narrowTo', { what: name(group), count: count(group.count) })}>
            <span className="row between"><span className="cut">{name(group)}</span><span className="numeric">{count(group.count)}</span></span>
            <span className="bar voice-bar" aria-hidden="true"><span style={{ width: `${(100 * group.count) / most}%` }}><span style={{ width: `${(100 * group.negative) / Math.max(1, group.count)}%` }} /></span></span>
            <span className="row between meta numeric"><span>{t('voice.negativeShare', { share: share(group.negative, group.count, 0) })}</span><span>{state.compare !== 'none' && changeText(group.count, group.before)}</span></span>
          </button>
        </li>
      ))}</ul>
      {groups.length > few && !all && <button type="button" className="linklike voice-all-groups" onClick={() => setAll(true)}>{t('voice.allGroups', { count: groups.length })}</button>}
    </section>
  );
}
