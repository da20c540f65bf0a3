/** A piece of a message: plain text, or the address of a page. */
export interface Piece { text: string; address?: string }

const address = /https:\/\/[^\s<>"'`\u3000-\u303f\uff00-\uffef\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const trailing = /[.,;:!?)\]}…]+$/u;

/** Finds https addresses only; everything else stays text. The visible words are the address itself. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const words = match[0].replace(trailing, '');
    if (!isHarmless(words)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: words, address: words });
    from = match.index + words.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** No name and password in it (they make one host look like another), and a host that is one. */
function isHarmless(words: string): boolean {
  try {
    const url = new URL(words);
    return url.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.');
  } catch {
    return false;
  }
}
