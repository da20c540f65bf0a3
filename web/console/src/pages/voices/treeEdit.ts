/**
 * Edits of the reason tree as a list of deeds, so that a tree somebody else has changed meanwhile can be taken and one's own deeds done on it again.
 * A reason is never removed: it is retired or goes on in another, and voices keep what they were told to be about.
 */
import type { ReasonTree, TreeReason, TreeStage } from '../../api/voices.ts';
import type { LocalizedName } from '../../api/types.ts';

export type TreeEdit =
  | { deed: 'title'; code: string; language: 'zh-CN' | 'en'; text: string }
  | { deed: 'addReason'; stage: string; code: string; title: LocalizedName }
  | { deed: 'addStage'; code: string; title: LocalizedName }
  | { deed: 'retire' | 'restore'; code: string }
  | { deed: 'merge'; code: string; into: string }
  | { deed: 'move'; code: string; by: 1 | -1 };

/** A title is edited again and again while one writes; the last word counts. */
export function withEdit(edits: TreeEdit[], edit: TreeEdit): TreeEdit[] {
  if (edit.deed !== 'title') return [...edits, edit];
  return [...edits.filter((one) => !(one.deed === 'title' && one.code === edit.code && one.language === edit.language)), edit];
}

/** The tree with the deeds done, and those that found nothing to be done on. */
export function applied(tree: ReasonTree, edits: TreeEdit[]): { stages: TreeStage[]; lost: TreeEdit[] } {
  const stages = tree.stages.map((stage) => ({ ...stage, title: { ...stage.title }, reasons: stage.reasons.map((reason) => ({ ...reason, title: { ...reason.title } })) }));
  const lost = edits.filter((edit) => !done(stages, edit));
  return { stages, lost };
}

function done(stages: TreeStage[], edit: TreeEdit): boolean {
  const stageOf = (code: string) => stages.find((stage) => stage.reasons.some((reason) => reason.code === code));
  const reasonOf = (code: string) => stageOf(code)?.reasons.find((reason) => reason.code === code);
  const taken = (code: string) => !!reasonOf(code) || stages.some((stage) => stage.code === code);
  switch (edit.deed) {
    case 'title': {
      const target: TreeReason | TreeStage | undefined = reasonOf(edit.code) ?? stages.find((stage) => stage.code === edit.code);
      if (target) target.title = { ...target.title, [edit.language]: edit.text };
      return !!target;
    }
    case 'addStage':
      if (taken(edit.code)) return false;
      stages.push({ code: edit.code, title: edit.title, reasons: [] });
      return true;
    case 'addReason': {
      const stage = stages.find((one) => one.code === edit.stage);
      if (!stage || taken(edit.code)) return false;
      stage.reasons.push({ code: edit.code, title: edit.title, state: 'active' });
      return true;
    }
    case 'retire':
    case 'restore': {
      const reason = reasonOf(edit.code);
      if (!reason) return false;
      reason.state = edit.deed === 'retire' ? 'retired' : 'active';
      delete reason.mergedInto;
      return true;
    }
    case 'merge': {
      const [reason, into] = [reasonOf(edit.code), reasonOf(edit.into)];
      if (!reason || !into || into.state !== 'active' || reason === into) return false;
      reason.state = 'retired';
      reason.mergedInto = edit.into;
      return true;
    }
    case 'move': return moved(stageOf(edit.code)?.reasons, edit.code, edit.by) || moved(stages, edit.code, edit.by);
  }
}

function moved(all: { code: string }[] | undefined, code: string, by: number): boolean {
  const from = all?.findIndex((one) => one.code === code) ?? -1;
  if (!all || from < 0) return false;
  const to = Math.max(0, Math.min(all.length - 1, from + by));
  all.splice(to, 0, ...all.splice(from, 1));
  return true;
}

/** A code from an English title: kebab-case, as the tree's are. */
export const codeOf = (title: string): string => title.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
export const isCode = (text: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length <= 40;
