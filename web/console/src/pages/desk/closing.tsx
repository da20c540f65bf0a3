import { App } from 'antd';
import { conversations } from '../../api/calls.ts';
import { t } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { problemText } from '../../parts/feedback.tsx';

/** Time to take a closing back; only then is it sent, so that undoing costs the customer nothing. */
const undoMilliseconds = 4_000;
const waiting = new Map<string, () => void>();

/** Takes back the closing of a conversation that has not been sent yet. */
export const undoClosing = (conversation: string): void => waiting.get(conversation)?.();

/** Closes a conversation after a moment in which it can be undone; no question is asked before. */
export function useClosing(): (conversation: string) => void {
  const { message } = App.useApp();
  return (conversation) => {
    if (waiting.has(conversation)) return;
    const key = `closing-${conversation}`;
    const end = () => { clearTimeout(timer); waiting.delete(conversation); message.destroy(key); };
    const timer = setTimeout(() => {
      end();
      conversations.close(conversation).then((answer) => { if (answer?.id) hub.takeConversation(answer); }, (refusal: unknown) => void message.error(problemText(refusal)));
    }, undoMilliseconds);
    waiting.set(conversation, end);
    void message.open({
      key, type: 'info', duration: undoMilliseconds / 1000,
      content: <span>{t('thread.closing')} <button type="button" className="linklike" onClick={end}>{t('action.undo')} <kbd>z</kbd></button></span>,
    });
  };
}
