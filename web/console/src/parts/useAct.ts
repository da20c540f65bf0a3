import { App as AntApp } from 'antd';
import { problemText } from './feedback.tsx';

/** Runs a change and says how it went; true when it was done. */
export function useAct(): (act: () => Promise<unknown>, done: string) => Promise<boolean> {
  const { message } = AntApp.useApp();
  return async (act, done) => {
    try { await act(); void message.success(done); return true; } catch (error) { void message.error(problemText(error)); return false; }
  };
}
