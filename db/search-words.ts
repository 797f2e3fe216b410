import { fold as folded } from '../server/folding/contract.ts';
import { addressIn } from '../server/people/address.ts';

/**
 * Defines a word, for the index, for queries and for highlighting in results. Words are folded. In
 * languages without spaces between words (Chinese, Japanese, Thai …) and in Korean, which appends endings, each character is
 * a word and a query is a phrase of them. So any part of a line is found, even two characters; a trigram index needs three.
 */
export interface Word {
  text: string;
  /** Positions in the text, in UTF-16 units. */
  from: number;
  to: number;
}

const PIECE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}{0,8}|[[\p{L}\p{N}\p{M}\u200C\u200D]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]+/gv;
const ASCII = /^[\u0000-\u007F]*$/u;
const NO_ASCII_WORD = /[^a-z0-9]+/gu;
const LONG_ASCII_WORD = /([a-z0-9]{64})[a-z0-9]+/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}]/gu;
/** Longer words are cut: nobody searches for them, and normalising a long chain of accents takes quadratic time. */
const WORD_MAX = 64;

export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(PIECE)) {
    const folded = fold(match[0].slice(0, WORD_MAX));
    if (folded) words.push({ text: folded, from: match.index, to: match.index + match[0].length });
  }
  return words;
}

/** The text for the index: words separated by spaces. */
export function wordsOnly(text: string): string {
  // The same result for ASCII, at a tenth of the cost.
  if (ASCII.test(text)) return text.toLowerCase().replace(NO_ASCII_WORD, ' ').replace(LONG_ASCII_WORD, '$1').trim();
  return wordsIn(text)
    .map((word) => word.text)
    .join(' ');
}

function fold(piece: string) {
  if (ASCII.test(piece)) return piece.toLowerCase();
  return folded(piece).replace(NO_WORD, '').toWellFormed();
}

/**
 * Facts about a message (author, customer, …) as words in a column of their own. They begin with a private character that
 * `wordsIn` never returns, and people's texts never go into that column.
 */
export const mark = {
  customer: (id: string) => `\uE000c${id.replaceAll('-', '')}`,
  author: (id: string) => `\uE000a${id.replaceAll('-', '')}`,
  side: (kind: 'customer' | 'staff') => `\uE000${kind}`,
  /** Marks the message that opened its ticket. */
  opening: '\uE000opening',
  note: '\uE000note',
};

/** A shorter part would match inside too many words: `port` stands in `support`. */
export const PART_LEAST = 5;
/** What stands before a part is a part too: `order` is none of `border`. */
export const BEFORE_PART_LEAST = 3;
/** Whether a word may have a part that can be found. */
export const isLong = (word: string) => word.length >= BEFORE_PART_LEAST + PART_LEAST;
export const hasPart = (word: string, part: string) => word.indexOf(part, BEFORE_PART_LEAST) >= 0;

/** A name with both forms of its address, as look-ups find it. */
export const foldedName = (name: string, email: string | null) =>
  folded([name, email ?? '', (email && addressIn(email)?.ascii) ?? ''].join('\n'));
