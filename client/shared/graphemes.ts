/** Texts are cut between what readers see as characters: a flag, a family and a syllable stay whole. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most `most` UTF-16 units of a text. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Enough to see where the character at the end begins; a longer one is no character.
  return text.slice(0, graphemes.segment(text.slice(0, most + 64)).containing(most)?.index || most).toWellFormed();
}

const firstOf = (word: string) => graphemes.segment(word).containing(0)?.segment ?? '';

export const initialsOf = (name: string) =>
  name.split(' ').filter(Boolean).slice(0, 2).map(firstOf).join('').toUpperCase();
