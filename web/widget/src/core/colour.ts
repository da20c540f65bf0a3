/** The colours that follow from a tenant's accent, readable on our grounds (contrast at least 4.5 to 1). */
export interface AccentTones { fill: string; onFill: string; words: string; soft: string; mine: string }

type Rgb = readonly [number, number, number];

const light = { ground: [255, 255, 255] as Rgb, ink: [255, 255, 255] as Rgb, softShare: 0.09, mineShare: 0.17 };
const dark = { ground: [27, 31, 36] as Rgb, ink: [16, 20, 24] as Rgb, softShare: 0.2, mineShare: 0.26 };
const readable = 4.5;

/** Null when it is not a colour of the form #rrggbb. */
export function accentTones(accent: string | undefined, scheme: 'light' | 'dark'): AccentTones | null {
  const base = parse(accent);
  if (!base) return null;
  const { ground, ink, softShare, mineShare } = scheme === 'light' ? light : dark;
  const away: Rgb = scheme === 'light' ? [0, 0, 0] : [255, 255, 255];
  const soft = mix(ground, base, softShare);
  const mine = mix(ground, base, mineShare);
  let tone = base;
  for (let share = 0; share <= 1 && !(contrast(tone, ground) >= readable && contrast(tone, soft) >= readable && contrast(tone, mine) >= readable && contrast(tone, ink) >= readable); share += 0.05) {
    tone = mix(base, away, share);
  }
  return { fill: format(tone), onFill: format(ink), words: format(tone), soft: format(soft), mine: format(mine) };
}

/** The rules that put an accent into effect under .root, for both schemes; empty when it is not a colour. */
export function accentRules(accent: string | undefined): string {
  const rule = (scheme: 'light' | 'dark'): string => {
    const tones = accentTones(accent, scheme);
    return tones ? `.root{--fill:${tones.fill};--on-fill:${tones.onFill};--accent:${tones.words};--soft:${tones.soft};--mine:${tones.mine}}` : '';
  };
  const light = rule('light');
  return light ? `${light}@media (prefers-color-scheme:dark){${rule('dark')}}` : '';
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(first: Rgb, second: Rgb): number {
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export function parse(colour: string | undefined): Rgb | null {
  const match = /^#([0-9a-f]{6})$/i.exec(colour ?? '');
  if (!match) return null;
  const value = parseInt(match[1]!, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map((index) => Math.round(from[index]! + (to[index]! - from[index]!) * share)) as unknown as Rgb;
}

function format(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
