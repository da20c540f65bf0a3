import type { Survey, SurveyAnswer } from '../core/model.ts';
import { arrange, h, icon } from './dom.ts';
import { facePath } from './icons.ts';
import type { Ui } from './ui.ts';

const recommendations = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The further questions of a sampled consumer, one at a time below the thanks. Each answer is kept at once; each question can be declined. */
export function fillSurvey(ui: Ui, place: HTMLElement, survey: Survey): void {
  const { texts, desk } = ui;
  const answers: SurveyAnswer = {};
  const left = [...survey.questions];

  const question = (text: string, ...parts: HTMLElement[]): HTMLElement => h('div', { class: 'rating-step', role: 'group', 'aria-label': text }, h('h3', { tabindex: -1 }, text), ...parts,
    h('div', { class: 'row' }, h('button', { class: 'link', type: 'button', click: end }, texts.ratingSkip)));
  const keep = (answer: SurveyAnswer): void => { desk.keepSurvey({ id: survey.id, ...Object.assign(answers, answer) }); };
  const take = (answer: SurveyAnswer): void => { keep(answer); next(); };
  const show = (key: string, make: () => HTMLElement): void => {
    const inside = place.contains(place.getRootNode() instanceof ShadowRoot ? (place.getRootNode() as ShadowRoot).activeElement : document.activeElement);
    arrange(place, [{ key, make }]);
    if (inside) place.querySelector<HTMLElement>('h3')?.focus();
  };
  function end(): void { desk.sendKeptRating(); show('survey-done', () => h('div', { class: 'rating-step', role: 'group', 'aria-label': texts.rated }, h('h3', { tabindex: -1 }, texts.rated))); }

  const steps: Record<Survey['questions'][number], () => HTMLElement> = {
    recommend: () => question(texts.recommend, h('div', { class: 'scale' }, ...recommendations.map((value) => h('button', { class: 'chip', type: 'button', click: () => take({ recommend: value }) }, String(value)))),
      h('div', { class: 'scale-ends' }, h('span', {}, `0: ${texts.recommendLow}`), h('span', {}, `10: ${texts.recommendHigh}`))),
    simpler: () => {
      const names = [texts.simpler1, texts.simpler2, texts.simpler3, texts.simpler4, texts.simpler5];
      return question(texts.simpler, h('div', { class: 'levels' }, ...names.map((name, index) => h('button', { type: 'button', click: () => take({ simpler: index - 2 }) }, icon(facePath(index + 1)), name))));
    },
    words: () => {
      const box = h('textarea', { 'aria-label': `${texts.ratingWords} (${texts.ratingOptional})`, placeholder: texts.ratingOptional, maxlength: 1000 });
      box.addEventListener('input', () => { if (box.value) box.dir = 'auto'; else box.removeAttribute('dir'); });
      box.addEventListener('input', () => keep({ words: box.value.trim() }));
      return question(texts.ratingWords, box, h('div', { class: 'row' }, h('button', { class: 'solid', type: 'button', click: end }, texts.ratingSend)));
    },
  };
  function next(): void {
    const step = left.shift();
    // Words alone are no answer: without one of the two figures there is nothing they belong to.
    if (!step || (step === 'words' && answers.recommend === undefined && answers.simpler === undefined)) end();
    else if (step in steps) show(`survey-${step}`, steps[step]);
    else next();
  }
  next();
}
