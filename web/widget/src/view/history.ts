import type { Conversation } from '../core/model.ts';
import { h, icon } from './dom.ts';
import { icons } from './icons.ts';
import type { Ui } from './ui.ts';

/** The consumer's conversations, newest first. */
export async function fillHistory(ui: Ui, place: HTMLElement, leave: () => void): Promise<void> {
  const { texts, desk } = ui;
  const head = h('div', { class: 'headrow' },
    h('button', { class: 'square', type: 'button', 'aria-label': texts.back, click: leave }, icon(icons.back)), h('h2', {}, texts.history));
  place.replaceChildren(head, h('div', { class: 'bone', role: 'status' }, h('span', { class: 'hear' }, texts.loading)));
  place.querySelector<HTMLElement>('button')?.focus();
  try {
    const list = await desk.history();
    place.replaceChildren(head, list.length === 0 ? h('p', { class: 'plain' }, texts.historyNone)
      : h('ul', { class: 'list' }, ...list.map((one) => row(ui, one, leave))));
  } catch {
    place.replaceChildren(head, h('p', { class: 'plain' }, texts.unreachable),
      h('button', { class: 'link', type: 'button', click: () => void fillHistory(ui, place, leave) }, texts.retry));
  }
}

function row(ui: Ui, one: Conversation, leave: () => void): HTMLElement {
  const { texts, formats, desk } = ui;
  const at = one.lastAt ?? one.openedAt;
  const state = one.state === 'closed' || one.state === 'abandoned' ? texts.finished : texts.open;
  return h('li', {}, h('button', { type: 'button', click: () => void desk.openConversation(one.id).then(leave, leave) },
    h('span', {}, h('bdi', {}, one.lastText ?? state), h('span', { class: 'meta' }, h('br'), [at ? formats.moment(at, desk.clock.now()) : '', state].filter(Boolean).join(' · ')))));
}
