import type { Entry } from './model.ts';

/** What became of an entry that arrived. */
export type Arrival = 'added' | 'duplicate' | 'gap';

/**
 * The entries of one conversation in the order of their sequence, without doubles and without holes.
 * Push is only a hint: an entry that jumps ahead is held back and reported as a gap until what lies
 * between has been fetched.
 */
export class ThreadLog {
  private readonly shown: Entry[] = [];
  private readonly ahead = new Map<number, Entry>();
  private readonly clientIds = new Set<string>();
  private start: number;
  private highest: number;

  /** Starts after the given sequence: 0 is the very beginning. */
  constructor(after = 0) {
    this.start = after;
    this.highest = after;
  }

  /** The last sequence without a hole before it. */
  get last(): number { return this.start + this.shown.length; }

  /** The sequence before the first entry held; above 0 there is more to fetch backwards. */
  get first(): number { return this.start; }

  get entries(): readonly Entry[] { return this.shown; }

  /** True while something is known to exist that has not been seen. */
  get behind(): boolean { return this.highest > this.last; }

  hasClientId(clientId: string): boolean { return this.clientIds.has(clientId); }

  /** Takes one entry; several may become visible at once when it closes a hole. */
  accept(entry: Entry): Arrival {
    if (!Number.isSafeInteger(entry.sequence) || entry.sequence < 1) return 'duplicate';
    if (entry.sequence <= this.last || this.ahead.has(entry.sequence)) return 'duplicate';
    this.highest = Math.max(this.highest, entry.sequence);
    this.ahead.set(entry.sequence, entry);
    if (entry.clientId) this.clientIds.add(entry.clientId);
    if (entry.sequence > this.last + 1) return 'gap';
    this.moveUp();
    return 'added';
  }

  /** Learns from a heartbeat how far the conversation has come. True when we are behind. */
  hear(newest: number): boolean {
    if (Number.isSafeInteger(newest)) this.highest = Math.max(this.highest, newest);
    return this.behind;
  }

  /** Puts earlier entries before the first; they must end exactly where we begin. */
  prepend(earlier: readonly Entry[]): number {
    const fitting = earlier.filter((entry) => entry.sequence <= this.start).sort((a, b) => a.sequence - b.sequence);
    let expected = this.start;
    let kept = 0;
    for (let index = fitting.length - 1; index >= 0 && fitting[index]!.sequence === expected; index--) {
      this.shown.unshift(fitting[index]!);
      if (fitting[index]!.clientId) this.clientIds.add(fitting[index]!.clientId!);
      expected--;
      kept++;
    }
    this.start = expected;
    return kept;
  }

  private moveUp(): void {
    for (let next = this.ahead.get(this.last + 1); next; next = this.ahead.get(this.last + 1)) {
      this.ahead.delete(next.sequence);
      this.shown.push(next);
    }
  }
}
