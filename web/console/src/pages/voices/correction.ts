/**
 * Labels that people correct where they read. What somebody has said wins over what the server tells at once and everywhere the voice is shown,
 * until the server says the same; what is refused is taken back.
 */
import type { VoiceLabel, VoiceView } from '../../api/voices.ts';

export type Labels = Pick<VoiceLabel, 'reason' | 'sentiment' | 'urgency'>;
type Sender = (label: VoiceLabel) => Promise<unknown>;

/** The labels of a voice as a label would say them; the way back from a correction. */
export const labelsOf = (voice: VoiceView): Labels => ({ reason: voice.inTree ? voice.reason ?? null : null, sentiment: voice.sentiment, urgency: voice.urgency });
/** Only what a correction changes. */
export function onlyOf(labels: Labels, changed: Labels): Labels {
  return Object.fromEntries(Object.keys(changed).map((name) => [name, labels[name as keyof Labels]])) as Labels;
}
export function corrected(voice: VoiceView, labels: Labels | undefined, titleOf: (reason: string) => { title: string; stage: string } | undefined): VoiceView {
  if (!labels) return voice;
  const next: VoiceView = { ...voice, corrected: true };
  if (labels.sentiment !== undefined) next.sentiment = labels.sentiment;
  if (labels.urgency !== undefined) next.urgency = labels.urgency;
  if (labels.reason !== undefined) {
    const known = labels.reason ? titleOf(labels.reason) : undefined;
    next.reason = labels.reason;
    next.reasonTitle = known?.title ?? labels.reason;
    next.stage = known?.stage ?? voice.stage;
    next.inTree = !!labels.reason;
  }
  return next;
}

/** What has been corrected on this page, by voice. */
export class Corrections {
  private all: ReadonlyMap<string, Labels> = new Map();
  private watchers = new Set<() => void>();
  private readonly send: Sender;

  constructor(send: Sender) { this.send = send; }

  snapshot = (): ReadonlyMap<string, Labels> => this.all;
  watch = (watcher: () => void): (() => void) => { this.watchers.add(watcher); return () => this.watchers.delete(watcher); };

  /** Shows it at once and sends it; a refusal shows what was there before, and is thrown. */
  async correct(voice: string, labels: Labels): Promise<void> {
    const before = this.all.get(voice);
    this.put(voice, { ...before, ...labels });
    const mine = this.all.get(voice);
    try { await this.send({ voice, ...labels }); } catch (error) {
      if (this.all.get(voice) === mine) this.put(voice, before);
      throw error;
    }
  }

  private put(voice: string, labels: Labels | undefined): void {
    const next = new Map(this.all);
    if (labels) next.set(voice, labels); else next.delete(voice);
    this.all = next;
    this.watchers.forEach((watcher) => watcher());
  }
}
