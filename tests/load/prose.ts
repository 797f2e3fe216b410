import { seeded } from '../support/random.ts';

const WORDS = 30_000;
const SYLLABLES = ['ka', 'ro', 'mi', 'te', 'lu', 'no', 'sa', 'ri', 'pe', 'du', 'gi', 'bo'];
/** The n-th most common word there is. */
export function word(n: number): string {
  let text = '';
  for (let rest = n + 13; rest > 0; rest = Math.floor(rest / 12)) text += SYLLABLES[rest % 12];
  return text;
}
const all = Array.from({ length: WORDS }, (_, n) => word(n));
/** As in a language: the n-th word comes up as often as 1 / n. */
const sums: number[] = [];
for (let n = 0; n < WORDS; n += 1) sums.push((sums[n - 1] ?? 0) + 1 / (n + 3));

/** What a message may look like: 8 to 31 words, the same for the same number. */
export function prose(n: number): string {
  const random = seeded(n);
  const length = 8 + Math.floor(random() * 24);
  return Array.from({ length }, () => all[indexOf(random() * (sums[WORDS - 1] ?? 1))]).join(' ');
}

function indexOf(sum: number): number {
  let [low, high] = [0, WORDS - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < sum) low = middle + 1;
    else high = middle;
  }
  return low;
}
