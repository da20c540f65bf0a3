import { makeNoticeBrowser } from '../core/notice-browser.ts';
import { Notices, type NoticeState } from '../core/notices.ts';
import { h } from './dom.ts';
import type { Ui } from './ui.ts';

/** "Tell me on this device": on our own page the browser is asked; on a shop's page the way to our own is shown, because only there it can be. */
export async function fillNotices(ui: Ui, place: HTMLElement): Promise<void> {
  const { desk, texts } = ui;
  const link = (text: string, click: () => void): HTMLElement => h('button', { class: 'link', type: 'button', click }, text);
  if (desk.settings.mode !== 'page') {
    if ((await desk.http.get<{ enabled: boolean }>('/me/push')).enabled) place.replaceChildren(link(texts.notices, () => void goToOurs(ui)));
    return;
  }
  const notices = new Notices(desk.http, desk.drawer, makeNoticeBrowser(desk.settings.tenant), () => desk.session?.consumer.id ?? null);
  const show = (state: NoticeState): void => {
    const focused = place.contains(place.getRootNode() instanceof ShadowRoot ? (place.getRootNode() as ShadowRoot).activeElement : null);
    const parts: Record<NoticeState, HTMLElement[]> = {
      nothing: [],
      offer: [link(texts.notices, () => act(() => notices.start()))],
      on: [h('span', {}, texts.noticesOn), link(texts.noticesStop, () => act(() => notices.stop()))],
      refused: [h('span', {}, texts.noticesRefused)],
    };
    place.replaceChildren(...parts[state]);
    if (focused) place.querySelector('button')?.focus();
  };
  const act = (step: () => Promise<NoticeState>): void => { step().then(show, () => show('refused')); };
  show(await notices.find());
}

/** The window opens with the tap, before the answer, because browsers let no window open later. */
async function goToOurs(ui: Ui): Promise<void> {
  const { desk } = ui;
  const opened = open('', '_blank');
  try {
    const { path } = await desk.http.post<{ path: string }>('/me/device-links', desk.settings.unit ? { unit: desk.settings.unit } : {});
    if (opened) { opened.opener = null; opened.location.href = desk.settings.origin + path; }
  } catch {
    opened?.close();
  }
}
