// The one script of ours that runs without a page: it shows a notice, and a tap on it opens the help page.
// The notice holds no words of the conversation and no key; the page it opens is signed in or it is not.

interface Message { title: string; body: string; tag: string; path: string }
interface Waiting extends Event { waitUntil(work: Promise<unknown>): void }
interface Pushed extends Waiting { data: { json(): unknown } | null }
interface Tapped extends Waiting { notification: { data: unknown; close(): void } }
interface Page { url: string; focus(): Promise<unknown> }
interface Worker {
  location: { origin: string };
  registration: { showNotification(title: string, options: { body: string; tag: string; data: string }): Promise<void> };
  clients: { matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>; openWindow(address: string): Promise<unknown> };
  addEventListener(name: 'push', heard: (event: Pushed) => void): void;
  addEventListener(name: 'notificationclick', heard: (event: Tapped) => void): void;
}

const worker = self as unknown as Worker;

worker.addEventListener('push', (event) => {
  const { title, body, tag, path } = (event.data?.json() ?? {}) as Partial<Message>;
  // One for a conversation: the newer takes the older one's place.
  event.waitUntil(worker.registration.showNotification(title ?? '', { body: body ?? '', tag: tag ?? '', data: path ?? '' }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const wanted = new URL(String(event.notification.data), worker.location.origin);
  if (wanted.origin !== worker.location.origin || !wanted.pathname.startsWith('/help/')) return;
  event.waitUntil(worker.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((pages) => {
    const open = pages.find((page) => new URL(page.url).pathname === wanted.pathname);
    return open ? open.focus() : worker.clients.openWindow(wanted.href);
  }));
});
