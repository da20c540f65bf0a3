import { HttpProblem } from '../core/http.ts';
import type { Preview } from '../core/model.ts';
import { fill } from '../texts/languages.ts';
import { h, icon } from './dom.ts';
import { icons } from './icons.ts';
import type { Ui } from './ui.ts';

/** What would be done to an order, in the server's words, and one tap to say yes to exactly that. */
export function consentCard(ui: Ui, id: string): HTMLElement {
  const card = h('section', { class: 'consent', 'aria-busy': 'true' }, h('p', { class: 'plain' }, ui.texts.loading));
  void show(ui, card, () => ui.desk.preview(id));
  return card;
}

async function show(ui: Ui, card: HTMLElement, ask: () => Promise<Preview>): Promise<void> {
  try {
    draw(ui, card, await ask());
  } catch (error) {
    const said = error instanceof HttpProblem && !error.passing;
    card.replaceChildren(h('p', { class: 'plain', role: 'alert', dir: 'auto' }, said && error.problem.status !== 404 ? error.problem.detail : said ? ui.texts.consentExpired : ui.texts.unreachable));
  } finally {
    card.removeAttribute('aria-busy');
  }
}

function draw(ui: Ui, card: HTMLElement, preview: Preview): void {
  const { texts } = ui;
  card.setAttribute('aria-label', preview.title);
  card.replaceChildren(
    h('h3', { dir: 'auto' }, preview.title),
    h('p', { class: 'meta' }, fill(texts.orderNumber, { number: preview.number })),
    h('dl', {}, ...preview.changes.flatMap(({ label, before, after }) => [h('dt', { dir: 'auto' }, label), h('dd', { dir: 'auto' }, [before, after].filter(Boolean).join(' → '))])),
    ...preview.money.map((line) => h('p', { class: 'due', dir: 'auto' }, line.words)),
    answer(ui, card, preview));
}

function answer(ui: Ui, card: HTMLElement, preview: Preview): HTMLElement {
  const { desk, texts } = ui;
  switch (preview.consent.state) {
    case 'given': case 'used': return h('p', { class: 'agreed', role: 'status' }, icon(icons.onTime), texts.consentGiven);
    case 'expired': return h('p', { class: 'plain' }, texts.consentExpired);
    default: {
      const row = h('div', { class: 'row' });
      const yes = h('button', { class: 'solid', type: 'button', click: () => {
        for (const button of row.querySelectorAll('button')) button.disabled = true;
        void show(ui, card, () => desk.consent(preview));
      } }, texts.consentYes);
      const no = h('button', { class: 'link', type: 'button', click: () => { row.remove(); desk.say({ text: texts.consentNo }); } }, texts.consentNo);
      row.append(yes, no);
      return h('div', {}, h('p', { class: 'plain', dir: 'auto' }, preview.consent.words), row);
    }
  }
}
