const longEnoughMilliseconds = 5_000;

/**
 * Business time as the server tells it. It may run faster than the clock on the wall (a demonstration does),
 * so the rate is learned from what the server says one time after another.
 */
export class BusinessClock {
  private told: number | null = null;
  private toldWhen = 0;
  private rate = 1;

  constructor(private readonly wall: () => number = Date.now) {}

  /** Milliseconds since 1970, business time. */
  now(): number { return this.told === null ? this.wall() : this.told + (this.wall() - this.toldWhen) * this.rate; }

  /** The server says what time it is, and perhaps how fast it runs; `saidWhen` is the wall's time at which it said so, when that was not now. */
  hear(at: string | undefined, rate?: number, saidWhen?: number): void {
    const wall = this.wall();
    const time = Date.parse(at ?? '') + (saidWhen === undefined ? 0 : (wall - saidWhen) * (rate ?? this.rate));
    if (Number.isNaN(time)) return;
    const passed = wall - this.toldWhen;
    if (rate !== undefined && rate > 0) this.rate = rate;
    else if (this.told !== null && passed >= longEnoughMilliseconds) this.rate = Math.max(0.1, (time - this.told) / passed);
    this.told = time;
    this.toldWhen = wall;
  }
}
