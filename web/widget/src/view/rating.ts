import { arrange, h, icon, type Keyed } from './dom.ts';
import { facePath } from './icons.ts';
import type { Ui } from './ui.ts';

type Step = 'solved' | 'satisfied' | 'words' | 'done';

/** Three questions, one at a time. The second answer is kept at once: leaving then loses only the words. */
export function fillRating(ui: Ui, place: HTMLElement): void {
  const { texts, desk } = ui;
  let solved = true;
  let satisfied = 0;

  const go = (step: Step): void => {
    arrange(place, [{ key: step, make: () => steps[step]() }]);
    if (place.isConnected) place.querySelector<HTMLElement>('h3')?.focus();
  };
  const question = (text: string, ...answers: HTMLElement[]): HTMLElement =>
    h('div', { class: 'rating-step', role: 'group', 'aria-label': text }, h('h3', { tabindex: -1 }, text), ...answers);
  const finish = (): void => {
    desk.sendKeptRating();
    go('done');
    void desk.survey().then(async (survey) => {
      if (survey && place.isConnected) (await import('./survey.ts')).fillSurvey(ui, place, survey);
    }).catch(() => undefined); // nobody misses a question that was not asked
  };

  const steps: Record<Step, () => HTMLElement> = {
    solved: () => question(texts.ratingSolved, h('div', { class: 'row' },
      h('button', { class: 'chip', type: 'button', click: () => { solved = true; go('satisfied'); } }, texts.yes),
      h('button', { class: 'chip', type: 'button', click: () => { solved = false; go('satisfied'); } }, texts.no))),
    satisfied: () => {
      const names = [texts.satisfied1, texts.satisfied2, texts.satisfied3, texts.satisfied4, texts.satisfied5];
      return question(texts.ratingSatisfied, h('div', { class: 'levels' }, ...names.map((name, index) => h('button', {
        type: 'button', click: () => { satisfied = index + 1; desk.keepRating({ satisfied, solved }); go('words'); },
      }, icon(facePath(index + 1)), name))));
    },
    words: () => {
      const box = h('textarea', { 'aria-label': `${texts.ratingWords} (${texts.ratingOptional})`, placeholder: texts.ratingOptional, maxlength: 1000 });
      box.addEventListener('input', () => { if (box.value) box.dir = 'auto'; else box.removeAttribute('dir'); });
      box.addEventListener('input', () => desk.keepRating({ satisfied, solved, ...(box.value.trim() ? { comment: box.value.trim() } : {}) }));
      return question(texts.ratingWords, box, h('div', { class: 'row' },
        h('button', { class: 'solid', type: 'button', click: finish }, texts.ratingSend),
        h('button', { class: 'link', type: 'button', click: () => { desk.keepRating({ satisfied, solved }); finish(); } }, texts.ratingSkip)));
    },
    done: () => question(texts.rated, ...(solved ? [] : [h('p', { class: 'plain' }, texts.ratingUnsolved)])),
  };
  const first: Keyed = { key: 'solved', make: steps.solved };
  arrange(place, [first]);
}
