import type { Colleague } from '../../../server/people/contract.ts';

export interface MentionAt {
  id: string;
  from: number;
  to: number;
}

const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** The places of `@` with a full name; the longest name wins. People of the same name are all mentioned. */
export function mentionsIn(text: string, people: Pick<Colleague, 'id' | 'name'>[]): MentionAt[] {
  const found: MentionAt[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (LETTER.test(text.charAt(at - 1))) continue;
    const named = people.filter(
      ({ name }) => text.startsWith(name, at + 1) && !LETTER.test(text.charAt(at + 1 + name.length)),
    );
    const length = Math.max(0, ...named.map(({ name }) => name.length));
    for (const { id, name } of named) if (name.length === length) found.push({ id, from: at, to: at + 1 + length });
  }
  return found;
}

export const mentionIdsIn = (text: string, people: Pick<Colleague, 'id' | 'name'>[]) => [
  ...new Set(mentionsIn(text, people).map(({ id }) => id)),
];
