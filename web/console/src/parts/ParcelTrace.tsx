import { App as AntApp } from 'antd';
import { useState } from 'react';
import type { Parcel, Trace } from '../api/types.ts';
import { fullTime, shortTime } from '../i18n/format.ts';
import { t, tValue } from '../i18n/language.ts';
import { ParcelMark } from './state.tsx';

const shownAtFirst = 3;

/** Where the parcel is and how it got there, newest first. */
export function ParcelTrace({ parcel, whole = false }: { parcel: Omit<Parcel, 'skus'>; whole?: boolean }) {
  const [all, setAll] = useState(whole);
  const { message } = AntApp.useApp();
  const traces = [...(parcel.traces ?? [])].sort((one, other) => other.at.localeCompare(one.at));
  const copy = async () => {
    await navigator.clipboard?.writeText(parcel.trackingNumber ?? '');
    void message.success(t('action.copied'));
  };
  return (
    <div className="parcel">
      <div className="row between">
        <ParcelMark state={parcel.state} />
        <span className="meta row"><span className="cut">{parcel.carrier}</span>
          {parcel.trackingNumber
            ? <button type="button" className="linklike numeric" onClick={() => void copy()} title={t('action.copy')}>{parcel.trackingNumber}</button>
            : <span>{t('parcel.noNumber')}</span>}
        </span>
      </div>
      {traces.length === 0 && <p className="meta">{t('parcel.noTrace')}</p>}
      <ol className="traces">{(all ? traces : traces.slice(0, shownAtFirst)).map((trace, index) => <TraceLine key={index} trace={trace} />)}</ol>
      {!all && traces.length > shownAtFirst && <button type="button" className="linklike meta" onClick={() => setAll(true)}>{t('parcel.more', { count: traces.length - shownAtFirst })}</button>}
    </div>
  );
}
function TraceLine({ trace }: { trace: Trace }) {
  return (
    <li>
      <time className="meta" dateTime={trace.at} title={fullTime(trace.at)}>{shortTime(trace.at)}</time>
      <span>{trace.text || tValue('parcel', trace.kind?.replace(/^\w+\./, ''))}{trace.place && <span className="meta"> · {trace.place}</span>}</span>
    </li>
  );
}
