import { expect, vi } from 'vitest';
import type { SearchResult, Results } from '../../server/search/contract.ts';
import type { Answer, Person } from './person.ts';
import { stored } from './stored.ts';
import { WAIT_MS } from './within.ts';

/** Resolves when the search index holds what was written so far, and nothing of what was taken back. */
export async function indexed(desk: { dataDir: string }): Promise<void> {
  const behind = () =>
    stored<{ behind: number }>(
      desk,
      `SELECT (SELECT max(id) FROM events) - position + (SELECT count(*) FROM conversation_removals)
         + (SELECT count(*) FROM note_removals) AS behind FROM followers WHERE name = 'search'`,
    )[0]?.behind;
  await vi.waitUntil(() => behind() === 0, { timeout: WAIT_MS, interval: 50 });
}

export const search = (person: Person, q: string, more = ''): Promise<Answer<Results>> =>
  person.get<Results>(`/api/search?q=${encodeURIComponent(q)}${more}`);

/** The text of what was found, hits in [brackets]. */
export const shown = ({ snippet }: SearchResult) => snippet.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

/** What somebody finds, newest first. */
export async function finds(person: Person, q: string, more = ''): Promise<string[]> {
  const { status, body } = await search(person, q, more);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.items.map(shown);
}
