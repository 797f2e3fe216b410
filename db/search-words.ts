/**
 * What is a word: one answer for the index, for what is asked, and for what is marked in an answer. Accents, case and width
 * do not count. Where a language puts no spaces between its words (Chinese, Japanese, Thai …, and Korean, which hangs
 * endings on them) each character is a word, and what is asked is a phrase of them: so every part of a line is found, also
 * one of two characters, where an index of trigrams finds three at least.
 */
export interface Word {
  text: string;
  /** Where it stands, in UTF-16 units. */
  from: number;
  to: number;
}

const PIECE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}{0,8}|[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]+/gv;
const ASCII = /^[\u0000-\u007F]*$/u;
const NO_ASCII_WORD = /[^a-z0-9]+/gu;
const LONG_ASCII_WORD = /([a-z0-9]{64})[a-z0-9]+/gu;
const ACCENTS = /[\u0300-\u036F]/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}]/gu;
/** What is longer is cut: nobody looks for it, and normalising a long chain of accents is quadratic. */
const WORD_MAX = 64;

export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(PIECE)) {
    const folded = fold(match[0].slice(0, WORD_MAX));
    if (folded) words.push({ text: folded, from: match.index, to: match.index + match[0].length });
  }
  return words;
}

/** As it goes into the index: words and spaces. */
export function wordsOnly(text: string): string {
  // The same, at a tenth of the cost.
  if (ASCII.test(text)) return text.toLowerCase().replace(NO_ASCII_WORD, ' ').replace(LONG_ASCII_WORD, '$1').trim();
  return wordsIn(text)
    .map((word) => word.text)
    .join(' ');
}

function fold(piece: string) {
  if (ASCII.test(piece)) return piece.toLowerCase();
  const plain = piece.normalize('NFKD').toLowerCase().replace(ACCENTS, '').normalize('NFC');
  return plain.replace(NO_WORD, '').toWellFormed();
}

/**
 * What is known of a message beside its words, as words of a column of its own. They begin with a character that no word of
 * a person has, and that column holds nothing that anybody wrote.
 */
export const mark = {
  customer: (id: string) => `\uE000c${id.replaceAll('-', '')}`,
  author: (id: string) => `\uE000a${id.replaceAll('-', '')}`,
  side: (kind: 'customer' | 'staff') => `\uE000${kind}`,
  /** The message that opened its ticket. */
  opening: '\uE000opening',
  note: '\uE000note',
};
