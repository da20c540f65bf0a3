/** How a wall is told: over the page's own channel, or, on a screen without a person, over one of its own with a key. */
import type { WallFrame } from '../../api/wall.ts';
import { setBusinessClock } from '../../app/clock.ts';
import { LiveConnection, liveAddress } from '../../live/connection.ts';
import type { WallStore } from './wallStore.ts';

const keyStorage = 'patella.wall-key';

/** A screen's key comes behind the address, which no server and no log sees, and stays for this tab. */
export function wallKey(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given) sessionStorage.setItem(keyStorage, given);
  return given ?? sessionStorage.getItem(keyStorage) ?? undefined;
}

export const keyConnection = (key: string): LiveConnection =>
  new LiveConnection(() => new WebSocket(liveAddress(location, document.documentElement.lang)), () => ({ type: 'hello', token: key }));

/** How often a silent line is looked at: a socket that has slept does not say that it is dead. */
const lookMilliseconds = 5_000;

/** Follows the wall until the result is called. */
export function followWall(connection: LiveConnection, wall: WallStore, setRate: (rate: number) => void): () => void {
  connection.positionOfWall = () => wall.position();
  const heard = connection.on('wall', (frame: WallFrame) => {
    setBusinessClock(frame.at, frame.timeRate);
    setRate(frame.timeRate);
    wall.take(frame);
  });
  const left = connection.subscribe({ topic: 'wall' });
  let silent = 0;
  const timer = setInterval(() => {
    silent = wall.isOld() ? silent + 1 : 0;
    // Online and nothing told for a quarter of a minute: the line is taken for dead and made anew.
    if (silent >= 3) { silent = 0; connection.again(); }
  }, lookMilliseconds);
  return () => { heard(); left(); clearInterval(timer); };
}
