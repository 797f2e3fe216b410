import { hasPart, type Word, wordsIn } from '../../db/search-words.ts';
import { cut } from '../text/cut.ts';
import type { Part } from './contract.ts';
import type { Phrase } from './operators.ts';

const SHOWN = 220;
const BEFORE = 60;

/** One line of a text, from a little before the first hit, with every hit marked. */
export function snippetOf(text: string, phrases: Phrase[]): { parts: Part[]; hits: number } {
  const line = text.replace(/\s+/gu, ' ').trim();
  const words = wordsIn(line);
  const hits = hitsIn(words, phrases);
  const start = startOf(words, hits[0]?.from ?? 0, line.length);
  const end = endOf(words, start, line);
  const parts: Part[] = [];
  let at = start;
  const add = (to: number, hit: boolean) => {
    if (to > at) parts.push({ text: line.slice(at, to).toWellFormed(), hit });
    at = Math.max(at, to);
  };
  for (const { from, to } of hits) {
    if (from >= end) break;
    add(from, false);
    add(Math.min(to, end), true);
  }
  add(end, false);
  const dots = (text: string): Part => ({ text, hit: false });
  return {
    parts: [...(start > 0 ? [dots('… ')] : []), ...parts, ...(end < line.length ? [dots(' …')] : [])],
    hits: hits.length,
  };
}

type Stretch = Pick<Word, 'from' | 'to'>;

/** In order, without overlaps. */
function hitsIn(words: Word[], phrases: Phrase[]): Stretch[] {
  const hits: Stretch[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const longest = phrases.reduce((most, phrase) => Math.max(most, standsAt(words, i, phrase)), 0);
    const [first, last] = [words[i], words[i + longest - 1]];
    if (longest === 0 || !first || !last) continue;
    hits.push({ from: first.from, to: last.to });
    i += longest - 1;
  }
  return hits;
}

/** The length of the phrase if it matches at this word, otherwise 0. */
function standsAt(words: Word[], at: number, { words: wanted, begins, inside }: Phrase): number {
  const isHere = wanted.every((want, n) => {
    const word = words[at + n]?.text ?? '';
    if (word === want || (inside && hasPart(word, want))) return true;
    return begins && n === wanted.length - 1 && word.startsWith(want);
  });
  return isHere ? wanted.length : 0;
}

/** The start of a word, so that no character is cut. */
function startOf(words: Word[], hit: number, length: number): number {
  if (length <= SHOWN || hit <= BEFORE) return 0;
  return words.find(({ from }) => from >= hit - BEFORE)?.from ?? 0;
}

function endOf(words: Word[], start: number, text: string): number {
  if (text.length - start <= SHOWN) return text.length;
  const last = words.findLast(({ to }) => to <= start + SHOWN);
  // A single word longer than the snippet.
  return last && last.to > start ? last.to : start + cut(text.slice(start), SHOWN).length;
}
