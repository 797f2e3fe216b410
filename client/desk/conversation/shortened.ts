/** How much of a subject the last action shows. */
export const SUBJECT_MOST = 32;

/** The beginning and the end of a text with more than `most` characters, cut between what readers see as characters. */
export function shortened(text: string, most: number): string {
  const all = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  if (all.length <= most) return text;
  const end = Math.floor(most / 3);
  return `${all
    .slice(0, most - end - 1)
    .join('')
    .trimEnd()}…${all.slice(-end).join('').trimStart()}`;
}

/** The subject gives way: what was done, to whom and until when stays whole. A screen reader is told all of it. */
export const withShortSubject = (text: string, subject: string) => ({
  text,
  shown: text.replace(subject, () => shortened(subject, SUBJECT_MOST)),
});
