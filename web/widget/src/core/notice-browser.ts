import type { NoticeBrowser } from './notices.ts';

/** The browser at hand. The worker stands on our own server, so this works on our own page only. */
export function makeNoticeBrowser(tenant: string): NoticeBrowser {
  const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  const scope = `/help/${tenant}`;
  const subscription = async (): Promise<PushSubscription | null> => (await (await navigator.serviceWorker.getRegistration(scope))?.pushManager.getSubscription()) ?? null;
  return {
    able,
    get refused() { return able && Notification.permission === 'denied'; },
    ask: async () => (await Notification.requestPermission()) === 'granted',
    current: async () => (Notification.permission === 'granted' ? (await subscription())?.toJSON() ?? null : null),
    subscribe: async (key) => {
      const registration = await navigator.serviceWorker.register('/help/push-worker.js', { scope });
      await (await subscription())?.unsubscribe();
      await active(registration);
      return (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) })).toJSON();
    },
    unsubscribe: async () => { await (await subscription())?.unsubscribe(); },
  };
}

/** A worker takes subscriptions only once it runs. */
function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return Promise.resolve();
  return new Promise((resolve) => { worker.addEventListener('statechange', () => { if (worker.state === 'activated') resolve(); }); });
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
