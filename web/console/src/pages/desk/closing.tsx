import { App } from 'antd';
import { conversations } from '../../api/calls.ts';
import { useUndo } from '../../app/undo.ts';
import { t } from '../../i18n/language.ts';
import { hub } from '../../live/hub.ts';
import { problemText } from '../../parts/feedback.tsx';

/** Time to take a closing back; only then is it sent, so that undoing costs the customer nothing. */
const undoSeconds = 4;
const waiting = new Set<string>();

/** Closes a conversation after a moment in which it can be undone; no question is asked before. */
export function useClosing(): (conversation: string) => void {
  const { message } = App.useApp();
  const offerUndo = useUndo();
  return (conversation) => {
    if (waiting.has(conversation)) return;
    waiting.add(conversation);
    const timer = setTimeout(() => {
      waiting.delete(conversation);
      conversations.close(conversation).then((answer) => { if (answer?.id) hub.takeConversation(answer); }, (refusal: unknown) => void message.error(problemText(refusal)));
    }, undoSeconds * 1000);
    offerUndo(t('thread.closing'), () => { clearTimeout(timer); waiting.delete(conversation); }, undoSeconds);
  };
}
