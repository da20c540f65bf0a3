import { App } from 'antd';
import { inbox as calls } from '../api/calls.ts';
import type { PresenceState } from '../api/types.ts';
import { hub } from '../live/hub.ts';
import { problemText } from '../parts/feedback.tsx';

/** Changes whether I take contacts: shown at once, taken back when the server refuses. */
export function useSetPresence(): (state: PresenceState) => Promise<void> {
  const { message } = App.useApp();
  return async (state) => {
    const before = hub.snapshot().inbox?.presence;
    hub.changeInbox((inbox) => ({ ...inbox, presence: { ...inbox.presence, state } }));
    try {
      const answer = await calls.presence(state);
      if (answer?.state) hub.changeInbox((inbox) => ({ ...inbox, presence: answer }));
    } catch (error) {
      if (before) hub.changeInbox((inbox) => ({ ...inbox, presence: before }));
      void message.error(problemText(error));
    }
  };
}
