import type { Colleague } from '../../../server/people/contract.ts';

export interface MentionAt {
  id: string;
  from: number;
  to: number;
}

const LETTER = /[\p{L}\p{N}]/u;

/** Where `@` and somebody's whole name stand; of two names that fit, the longer. Who has the same name is meant too. */
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

/** As many as a note may have. */
const MOST = 20;
export const mentionIdsIn = (text: string, people: Pick<Colleague, 'id' | 'name'>[]) =>
  [...new Set(mentionsIn(text, people).map(({ id }) => id))].slice(0, MOST);
