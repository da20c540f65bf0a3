/** What this page knows of the wall: the newest of each part, when it came, and from where to go on after a lost line. Nothing else is kept, however long it looks. */
import type { WallFrame, WallParts } from '../../api/wall.ts';

/** Machine milliseconds without any word from the wall after which what is shown is old; the server tells one a second. */
export const oldAfterMilliseconds = 6_000;

export interface WallSnapshot { parts: Partial<WallParts>; at?: string }

export class WallStore {
  private snapshot: WallSnapshot = { parts: {} };
  private epoch: string | undefined;
  private version = 0;
  private heardAt = Number.NEGATIVE_INFINITY;
  private watchers = new Set<() => void>();
  private frame: number | undefined;

  constructor(private readonly now: () => number = Date.now, private readonly paint: (show: () => void) => number = (show) => requestAnimationFrame(show)) {}

  read = (): WallSnapshot => this.snapshot;
  watch = (watcher: () => void): (() => void) => { this.watchers.add(watcher); return () => this.watchers.delete(watcher); };

  /** What a new subscription says, so that only what changed since is told. */
  position(): { epoch?: string; after?: number } { return this.epoch ? { epoch: this.epoch, after: this.version } : {}; }

  isOld(): boolean { return this.now() - this.heardAt > oldAfterMilliseconds; }

  /** Takes what changed. Several frames before the next picture are one picture. */
  take({ epoch, version, at, parts }: WallFrame): void {
    this.heardAt = this.now();
    // A frame of another epoch has all parts; one that is older than what is here was overtaken on its way.
    if (epoch === this.epoch && version < this.version) return;
    [this.epoch, this.version] = [epoch, version];
    this.snapshot = { parts: Object.keys(parts).length ? { ...this.snapshot.parts, ...parts } : this.snapshot.parts, at };
    this.frame ??= this.paint(() => { this.frame = undefined; this.watchers.forEach((watcher) => watcher()); });
  }
}
