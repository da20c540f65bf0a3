import type { Rating, SurveyAnswer } from './model.ts';
import { type Drawer, readJson } from './storage.ts';

export interface RatingDraft extends Rating { conversation: string }
export interface SurveyDraft extends SurveyAnswer { id: string }

const draft = 'rating';
const done = 'rated:';
const surveyDraft = 'survey';

/** The judgement being given. It is kept from the second answer on, so that leaving loses only the last words. */
export class Ratings {
  constructor(private readonly drawer: Drawer) {}

  keep(conversation: string, rating: Rating): void {
    this.drawer.set(draft, JSON.stringify({ conversation, ...rating } satisfies RatingDraft));
  }

  /** Takes the kept one out, to be sent. */
  take(): RatingDraft | null {
    const kept = readJson<RatingDraft>(this.drawer, draft);
    if (!kept) return null;
    this.drawer.remove(draft);
    this.drawer.set(done + kept.conversation, '1');
    return kept;
  }

  given(conversation: string): boolean { return this.drawer.get(done + conversation) !== null; }

  /** Answers to a survey are kept from the first on, in the same way. */
  keepSurvey(answers: SurveyDraft): void { this.drawer.set(surveyDraft, JSON.stringify(answers)); }

  takeSurvey(): SurveyDraft | null {
    const kept = readJson<SurveyDraft>(this.drawer, surveyDraft);
    this.drawer.remove(surveyDraft);
    return kept;
  }
}
