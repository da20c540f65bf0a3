/** The last thing that can be taken back: one toast, one key. */
import { App } from 'antd';
import { createElement, useCallback } from 'react';
import { t } from '../i18n/language.ts';
import { problemText } from '../parts/feedback.tsx';

const undoSeconds = 8;
let last: { run: () => void } | undefined;

/** Takes the last thing back; false when there is none. */
export function undoLast(): boolean {
  const what = last;
  last = undefined;
  what?.run();
  return !!what;
}

/** Says what was done and offers to take it back. */
export function useUndo(): (text: string, undo: () => Promise<unknown> | void, seconds?: number) => () => void {
  const { message } = App.useApp();
  return useCallback((text, undo, seconds = undoSeconds) => {
    const key = `undo-${Date.now()}`;
    const offer = { run: () => { end(); Promise.resolve(undo()).then(() => void message.success(t('undo.done')), (error: unknown) => void message.error(problemText(error))); } };
    const end = () => { if (last === offer) last = undefined; message.destroy(key); };
    last = offer;
    setTimeout(() => { if (last === offer) last = undefined; }, seconds * 1000);
    void message.open({
      key, type: 'info', duration: seconds,
      content: createElement('span', null, text, ' ', createElement('button', { type: 'button', className: 'linklike', onClick: () => offer.run() }, t('action.undo'), ' ', createElement('kbd', null, 'z'))),
    });
    return end;
  }, [message]);
}
