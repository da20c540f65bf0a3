import { CloseOutlined, DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popover, Segmented, Select } from 'antd';
import { useState } from 'react';
import { voices } from '../../api/voices.ts';
import { businessNow } from '../../app/clock.ts';
import { count } from '../../i18n/format.ts';
import { inputOf, instantOf } from '../../i18n/inputTime.ts';
import { t, tValue } from '../../i18n/language.ts';
import { chipsOf, compares, dimensions, filterNames, narrowed, sliceQuery, spans, widened, windowOf, type Dimension, type FilterName, type SliceState, type Window } from './slice.ts';
import { remember, useValueTitle } from './tree.ts';

type Chosen = Exclude<(typeof filterNames)[number], 'word'>;
interface Properties { state: SliceState; window: Window; change: (state: SliceState) => void }
const given: Partial<Record<FilterName, string[]>> = { sentiment: ['-1', '0', '1'], urgency: ['2', '1', '0'], inTree: ['false', 'true'] };

const dimensionName = (name: FilterName): string => tValue('voice.dimension', name.replace(/^d\./, ''));

/** What is looked at: a period, what it lies beside, and every condition as a chip that can be taken away. */
export function SliceBar({ state, window, change }: Properties) {
  const titleOf = useValueTitle();
  const chips = chipsOf(state);
  const choose = (span: SliceState['span']) => change(span === 'own' ? { ...state, span, own: window } : { ...state, span });
  return (
    <div className="slice" role="group" aria-label={t('voice.slice')}>
      <div className="row slice-row">
        <Segmented aria-label={t('report.period')} value={state.span} onChange={choose} options={spans.map((value) => ({ value, label: tValue('voice.span', value) }))} />
        {state.span === 'own' && <OwnPeriod window={window} choose={(own) => change({ ...state, own })} />}
        <Select className="slice-compare" aria-label={t('voice.compare')} value={state.compare} onChange={(compare) => change({ ...state, compare })} options={compares.map((value) => ({ value, label: tValue('voice.compare', value) }))} />
        <Button icon={<DownloadOutlined />} href={voices.exportAddress(sliceQuery(state, window))} download>{t('voice.export')}</Button>
      </div>
      <div className="row slice-row">
        {chips.map((name) => (
          <span key={name} className="slice-chip"><span className="meta">{dimensionName(name)}</span> <span className="cut">{titleOf(name, state.filters[name]!)}</span>
            <button type="button" className="plain" aria-label={t('voice.without', { what: `${dimensionName(name)} ${titleOf(name, state.filters[name]!)}` })} onClick={() => change(widened(state, name))}><CloseOutlined /></button></span>
        ))}
        <AddFilter state={state} change={change} />
        <FollowWord onFollow={(word) => change(narrowed(state, 'word', word))} />
        {chips.length > 1 && <button type="button" className="linklike meta" onClick={() => change({ ...state, filters: {} })}>{t('voice.all')}</button>}
      </div>
    </div>
  );
}

function OwnPeriod({ window, choose }: { window: Window; choose: (window: Window) => void }) {
  const set = (name: 'from' | 'until', value: string) => {
    const next = { ...window, [name]: value ? instantOf(value) : window[name] };
    if (Date.parse(next.from) < Date.parse(next.until)) choose(next);
  };
  return (
    <span className="row slice-own">
      <Input type="datetime-local" aria-label={t('report.from')} value={inputOf(window.from)} onChange={(event) => set('from', event.target.value)} />
      <span aria-hidden="true">–</span>
      <Input type="datetime-local" aria-label={t('report.to')} value={inputOf(window.until)} onChange={(event) => set('until', event.target.value)} />
    </span>
  );
}

function FollowWord({ onFollow }: { onFollow: (word: string) => void }) {
  const [word, setWord] = useState('');
  const follow = () => { if (word.trim()) { onFollow(word.trim()); setWord(''); } };
  return <Input className="slice-word" allowClear maxLength={40} aria-label={t('voice.followWord')} placeholder={t('voice.followWord')} value={word} onChange={(event) => setWord(event.target.value)} onPressEnter={follow} />;
}

/** Any dimension, and of it any value that is said in this slice now. */
function AddFilter({ state, change }: Omit<Properties, 'window'>) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState<Chosen>('merchant');
  const content = (
    <div className="stack slice-add">
      <Select aria-label={t('voice.dimension')} value={name} onChange={setName} options={filterNames.filter((one): one is Chosen => one !== 'word').map((value) => ({ value, label: tValue('voice.dimension', value) }))} />
      <ValueSelect key={name} name={name} state={state} choose={(value) => { change(narrowed(state, name, value)); setOpen(false); }} />
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} content={content} destroyOnHidden>
      <Button icon={<PlusOutlined />} aria-expanded={open}>{t('voice.addFilter')}</Button>
    </Popover>
  );
}

function ValueSelect({ name, state, choose }: { name: Chosen; state: SliceState; choose: (value: string) => void }) {
  const titleOf = useValueTitle();
  const fixed = given[name];
  const wide = widened(state, name);
  const { data, isLoading } = useQuery({
    queryKey: ['voices', 'values', name, wide],
    queryFn: () => voices.figures({ ...sliceQuery(wide, windowOf(wide, businessNow())), group: name as Dimension, top: 50 }),
    enabled: !fixed && (dimensions as readonly string[]).includes(name), staleTime: 30_000,
  });
  data?.groups.forEach((group) => remember(name, group.value, group.title));
  const options = fixed?.map((value) => ({ value, label: titleOf(name, value) })) ?? data?.groups.filter((group) => group.value).map((group) => ({ value: group.value, label: `${group.title || titleOf(name, group.value)} (${count(group.count)})` })) ?? [];
  return <Select showSearch optionFilterProp="label" loading={isLoading} aria-label={t('voice.value')} placeholder={t('voice.value')} options={options} onChange={choose} notFoundContent={isLoading ? t('state.loading') : t('voice.noValues')} />;
}
