import { openDrawer, type Drawer } from '../core/storage.ts';

/** A drawer that lives as long as the test, or is shared by two "tabs". */
export function memoryDrawer(): Drawer { return openDrawer('test', null); }

/** Storage that can be full or blocked. */
export class FakeStorage implements Storage {
  private readonly kept = new Map<string, string>();
  full = false;
  get length(): number { return this.kept.size; }
  key(index: number): string | null { return [...this.kept.keys()][index] ?? null; }
  getItem(name: string): string | null { return this.kept.get(name) ?? null; }
  setItem(name: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError');
    this.kept.set(name, value);
  }
  removeItem(name: string): void { this.kept.delete(name); }
  clear(): void { this.kept.clear(); }
}

/** Time that moves only when told to. */
export class FakeTime {
  now = 0;
  private waiting: { at: number; action: () => void }[] = [];
  later = (action: () => void, milliseconds: number): (() => void) => {
    const one = { at: this.now + milliseconds, action };
    this.waiting.push(one);
    return () => { this.waiting = this.waiting.filter((other) => other !== one); };
  };
  get next(): number | undefined { return this.waiting.length ? Math.min(...this.waiting.map((one) => one.at)) - this.now : undefined; }
  /** Lets the time pass, with everything that falls due in between. */
  async pass(milliseconds: number): Promise<void> {
    await settled();
    const end = this.now + milliseconds;
    for (;;) {
      const due = this.waiting.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.now = due.at;
      this.waiting = this.waiting.filter((one) => one !== due);
      due.action();
      await settled();
    }
    this.now = end;
    await settled();
  }
}

/** Waits until nothing is under way that needs no time. */
export function settled(): Promise<void> { return new Promise((resolve) => { setImmediate(resolve); }); }

/** A small seeded source of chance: the same seed, the same test. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
