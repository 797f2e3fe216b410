const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most `most` UTF-16 units of a text, cut between what readers see as characters; `end` shows that it was cut. */
export function cut(text: string, most: number, end = ''): string {
  if (text.length <= most) return text;
  const room = most - end.length;
  // Enough to see where the character at the end begins; a longer one is no character.
  return (
    text.slice(0, graphemes.segment(text.slice(0, room + 64)).containing(room)?.index || room).toWellFormed() + end
  );
}
