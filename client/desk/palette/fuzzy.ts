import { fold } from '../../../server/folding/contract.ts';

/**
 * Scores how well a text matches the typed words: words in any order, each as a part of the text or by the first
 * letters of its words.
 */

const WORD_START = 8;
const IN_A_ROW = 8;
const FIRST = 4;
const GAP_COST = 0.2;
/** Longer input is no name of anything and only costs time. */
const TYPED_MOST = 60;
const TEXT_MOST = 300;

/** Null for no match; a higher score is a better match. */
export function fit(query: string, text: string): number | null {
  const words = fold(query.slice(0, TYPED_MOST)).split(/\s+/u).filter(Boolean);
  const target = fold(text.slice(0, TEXT_MOST));
  let sum = 0;
  for (const word of words) {
    const score = scoreOf(word, target);
    if (score === null) return null;
    sum += score;
  }
  // Of two equal matches the shorter text wins.
  return sum - target.length / 200;
}

const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/**
 * The best score of one word: a letter is followed by its neighbour, a later letter of the same word, or the start of a
 * later word.
 */
function scoreOf(word: string, target: string): number | null {
  const starts = [...target].map((_, at) => at).filter((at) => isLetter(target[at]) && !isLetter(target[at - 1]));
  const known = new Map<number, number | null>();

  /** The score of the letters from the `n`-th on, if that one is at `at`. */
  function from(n: number, at: number): number | null {
    const key = n * TEXT_MOST + at;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const own = starts.includes(at) ? WORD_START : 1;
    let best = n === word.length - 1 ? own : null;
    if (best === null)
      for (const next of after(at)) {
        if (target[next] !== word[n + 1]) continue;
        const rest = from(n + 1, next);
        const step = next === at + 1 ? IN_A_ROW : -Math.min(next - at - 1, 20) * GAP_COST;
        if (rest !== null) best = Math.max(best ?? -Infinity, own + step + rest);
      }
    known.set(key, best);
    return best;
  }
  function after(at: number): number[] {
    const places = [at + 1, ...starts.filter((start) => start > at + 1)];
    for (let next = at + 2; isLetter(target[next - 1]) && isLetter(target[next]); next += 1) places.push(next);
    return places;
  }

  const begun = starts.filter((at) => target[at] === word[0]).map((at) => from(0, at));
  const inside = target.indexOf(word);
  const scores = [...begun, inside < 0 ? null : word.length * (IN_A_ROW + 1) - IN_A_ROW].filter((one) => one !== null);
  return scores.length === 0 ? null : Math.max(...scores) + (target[0] === word[0] ? FIRST : 0);
}
