/** Tells of what calls for me while I look elsewhere: by the browser and by a sound, once for a burst, and never while I am here. */
import { App, Switch } from 'antd';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/language.ts';
import { hub } from '../live/hub.ts';
import { problemText } from '../parts/feedback.tsx';
import { useDeskSettings, useSaveDeskSettings } from './deskSettings.ts';

const burstMilliseconds = 10_000;
const supported = typeof Notification !== 'undefined';
let audio: AudioContext | undefined;

/** Two short soft tones; no file to load, nothing that startles. */
function sound(): void {
  try {
    audio ??= new AudioContext();
    const start = audio.currentTime;
    for (const [index, frequency] of [660, 880].entries()) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.0001, start + index * 0.14);
      volume.gain.exponentialRampToValueAtTime(0.08, start + index * 0.14 + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + index * 0.14 + 0.13);
      tone.connect(volume).connect(audio.destination);
      tone.start(start + index * 0.14);
      tone.stop(start + index * 0.14 + 0.14);
    }
  } catch { /* a page nobody has touched yet may make no sound */ }
}

/** Whether something may be told now: nobody looks at this page, and the last telling is long enough ago. */
export function mayTell(last: number, now: number, looking: boolean): boolean { return !looking && now - last >= burstMilliseconds; }

export function useAlerts(wanted: boolean): void {
  const settings = useDeskSettings();
  const latest = useRef(settings);
  latest.current = settings;
  const last = useRef(0);
  useEffect(() => {
    if (!wanted) return;
    const tell = (title: string, text: string) => {
      if (!mayTell(last.current, Date.now(), document.visibilityState === 'visible' && document.hasFocus())) return;
      last.current = Date.now();
      if (latest.current.sound) sound();
      if (latest.current.notifications && supported && Notification.permission === 'granted') {
        const shown = new Notification(title, { body: text, tag: 'patella', silent: true });
        shown.onclick = () => { focus(); shown.close(); };
      }
    };
    const stops = [
      hub.onEntry((entry) => {
        const own = hub.snapshot().inbox?.conversations.find((row) => row.id === entry.conversation);
        if (own && entry.kind === 'message' && entry.author.party === 'consumer') tell(own.person.name ?? t('person.visitor'), entry.text ?? t('thread.fileOnly'));
      }),
      hub.connection.on('inbox', ({ inbox }) => { const offer = inbox.offers[0]; if (offer) tell(t('alerts.offer'), offer.conversation.lastText ?? ''); }),
      hub.connection.on('desk', ({ unread }) => { if (unread > 0) tell(t('alerts.calls', { count: unread }), ''); }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [wanted]);
}

/** How I want to be told, and the ways to change it. The browser is asked on the tap, never before. */
export function useAlertSwitches() {
  const settings = useDeskSettings();
  const save = useSaveDeskSettings();
  const { message } = App.useApp();
  const set = (part: Parameters<typeof save>[0]) => void save(part).catch((error: unknown) => void message.error(problemText(error)));
  const notify = async (on: boolean) => {
    if (on && supported && Notification.permission !== 'granted' && (await Notification.requestPermission()) !== 'granted') { void message.warning(t('alerts.denied')); return; }
    set({ notifications: on });
  };
  const ring = (on: boolean) => { set({ sound: on }); if (on) sound(); };
  return { settings, set, notify, ring };
}

const holds = [0, 3, 5, 10] as const;
/** The switches in one's own menu. */
export function DeskSwitches() {
  const { settings, set, notify, ring } = useAlertSwitches();
  return (
    <div className="stack">
      <label className="row between"><span>{t('alerts.notifications')}</span><Switch size="small" disabled={!supported} checked={settings.notifications} onChange={(on) => void notify(on)} aria-label={t('alerts.notifications')} /></label>
      <label className="row between"><span>{t('alerts.sound')}</span><Switch size="small" checked={settings.sound} onChange={ring} aria-label={t('alerts.sound')} /></label>
      <label className="row between"><span>{t('alerts.hold')}</span>
        <select className="plain-select" value={settings.holdSeconds} onChange={(event) => set({ holdSeconds: Number(event.target.value) })} aria-label={t('alerts.hold')}>
          {holds.map((seconds) => <option key={seconds} value={seconds}>{seconds === 0 ? t('alerts.holdNone') : t('alerts.holdSeconds', { seconds })}</option>)}
        </select>
      </label>
    </div>
  );
}
