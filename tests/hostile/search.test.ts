import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsIn } from '../../db/search-words.ts';
import { parseQuery } from '../../server/search/operators.ts';
import type { Search } from '../../server/search/plan.ts';
import { openSearch } from '../../server/search/search.ts';
import { snippetOf } from '../../server/search/snippet.ts';
import { finds, indexed, search } from '../support/indexed.ts';
import { stored } from '../support/stored.ts';
import { createWorld, type World } from '../support/world.ts';

const marker = () => `marker${randomBytes(12).toString('hex')}`;

let world: World;
let ticketId: string;
const secret = marker();
beforeAll(async () => {
  world = await createWorld();
  const { jonas, mia, ana } = world;
  ticketId = (await jonas.opens('Hostile', 'An innocent kettle')).id;
  const hers = await mia.opens(`Hers ${marker()}`, 'Another kettle');
  await ana.says(ticketId, 'A reply about the kettle');
  for (const id of [ticketId, hers.id]) await ana.post(`/api/tickets/${id}/notes`, { body: `kettle ${secret}` });
  await indexed(world.desk);
});
afterAll(() => world.end());

const ODD = [
  '"',
  '""',
  '"""',
  '"'.repeat(299),
  '"a" "b" "c',
  '" OR "" OR "',
  '*',
  'kettle*',
  '^kettle',
  'kettle^2',
  'NEAR(kettle reply, 5)',
  'kettle NEAR/2 reply',
  'AND',
  'kettle AND',
  'OR OR OR',
  'NOT kettle',
  'kettle NOT NOT reply',
  '(kettle',
  ')(',
  '((((((((((((((((((((((((((((((((kettle))))))))))))))))))))))))))))))))',
  'body:kettle',
  'scope:kettle',
  '{body}:kettle',
  '- {body} : kettle',
  '-scope:customer kettle',
  `scope : "\uE000opening"`,
  '\uE000opening',
  '\uE000staff kettle',
  'rowid:1',
  "'; DROP TABLE conversation_search; --",
  "kettle' OR 1=1 --",
  "kettle') UNION SELECT password_hash FROM users --",
  'kettle"); DELETE FROM messages; --',
  `INSERT INTO conversation_search(conversation_search) VALUES('delete-all')`,
  'kettle\u0000reply',
  '\u0000',
  '\uFFFF kettle',
  'e' + '\u0301'.repeat(298),
  '\u202Ekettle\u202C',
  'ﷺ'.repeat(100),
  '😀😀😀',
  '-',
  '--',
  '---kettle',
  '-"',
  '-"kettle',
  'from:',
  'from:""',
  'from:%',
  'from:_',
  'from:\\',
  "from:' kettle",
  'from:"" kettle',
  'from:me:me:me',
  'status:%',
  '#',
  '#0',
  '#-1',
  '#99999999999999999999',
  '#1e3',
  'before:9999-12-31 kettle',
  'after:0000-01-01 kettle',
  'before:0000-00-00',
  'after:2026-13-01',
  'is:',
  'has:file',
  'a '.repeat(150),
  'x'.repeat(300),
];

describe('any typed query', () => {
  it.each(ODD)('is searched or refused with an explanation: %s', async (q) => {
    const [staff, customer] = ODD.indexOf(q) % 2 ? [world.ana, world.jonas] : [world.sol, world.mia];
    for (const person of [staff, customer]) {
      for (const more of ['', '&order=rank']) {
        const answer = await search(person, q, more);
        expect([200, 422]).toContain(answer.status);
        expect(JSON.stringify(answer.body)).not.toMatch(/sqlite|syntax|fts5|near "|password_hash|argon2/iu);
      }
    }
    expect(await finds(staff, 'innocent')).toHaveLength(1);
  });

  it.each([
    ['10,000 characters', `q=${'k'.repeat(10_000)}`],
    ['no question', ''],
    ['two questions', 'q=a&q=b'],
    ['another field', 'q=a&sql=b'],
    ['another order', 'q=a&order=rowid'],
    ['a broken cursor', 'q=a&cursor=x'],
    ['a negative cursor', 'q=a&cursor=-1'],
    ['no page', 'q=a&limit=0'],
    ['a page that is too large', 'q=a&limit=51'],
    ['a clock of nowhere', 'q=a&offset=9999'],
  ])('is refused with %s', async (_what, query) => {
    expect((await world.zoe.get(`/api/search?${query}`)).status).toBe(422);
  });

  it.each([
    ['half a pair', '%ED%A0%80', 400],
    ['the first half of a letter', '%E0%A4%A', 400],
    ['half a pair after a word', 'kettle%ED%B0%80', 400],
    ['a lone percent sign', '%', 422],
    ['a null byte', '%00', 422],
  ])('is refused as bytes only where they are no text: %s', async (_what, bytes, status) => {
    expect((await world.zoe.get(`/api/search?q=${bytes}`)).status).toBe(status);
  });
});

describe('a customer finds no note', () => {
  it.each([
    ...[secret, secret.slice(0, 12), `"kettle ${secret}"`, `from:ana ${secret}`, `in:notes ${secret}`, 'is:note'],
    ...[`-x ${secret}`, `from:staff ${secret.slice(0, 10)}`, `"${secret}`, '\uE000note', 'in:notes kettle', 'kettle'],
  ])('by %s', async (q) => {
    for (const more of ['', '&order=rank', '&limit=50']) {
      for (const person of [world.jonas, world.mia]) {
        const { body } = await search(person, q, more);
        expect(JSON.stringify(body)).not.toContain(secret);
        expect(JSON.stringify(body)).not.toContain('"note"');
      }
    }
    // The team finds both.
    expect(await finds(world.ben, `is:note ${secret}`)).toHaveLength(2);
  });

  it('nor anything else of another customer’s ticket', async () => {
    for (const q of [
      'kettle',
      'hers',
      'another',
      'from:mia kettle',
      'from:customer',
      'status:open',
      'status:open kettle',
    ]) {
      const { body } = await search(world.jonas, q, '&limit=50');
      for (const { ticket } of body.items) expect(ticket.id).toBe(ticketId);
    }
    expect((await search(world.mia, 'kettle')).body.items).toHaveLength(1);
  });

  it('also if the index itself contains it', async () => {
    const { desk, jonas, mia } = world;
    const words = stored<{ n: number }>(
      desk,
      `SELECT count(*) AS n FROM conversation_search WHERE conversation_search MATCH ?`,
      `"${secret}"`,
    );
    expect(words).toEqual([{ n: 0 }]);
    // Somebody who writes what the index calls another's marks finds no more by it.
    await mia.opens('\uE000c', `\uE000c${jonas.id.replaceAll('-', '')} forged`);
    await indexed(desk);
    expect(await finds(jonas, 'forged')).toEqual([]);
    expect(await finds(jonas, jonas.id)).toEqual([]);
  });
});

// Last, for it holds the thread: a connection that waits meanwhile would be cut.
describe('any text', () => {
  it('is never syntax of the index', () => {
    const searcher = openSearch(join(world.desk.dataDir, 'answerback.db'));
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom('"', '-', 'kettle', 'from:', ' ', '(', ')', '*', 'AND', 'NOT', ':', '\0', '東', 'é', '#1'),
          {
            maxLength: 60,
          },
        )
        .map((parts) => parts.join('')),
    );
    try {
      fc.assert(
        fc.property(
          anything,
          fc.constantFrom('newest', 'rank'),
          fc.constantFrom('staff', 'customer'),
          (q, order, kind) => {
            const { phrases, without, operators } = parseQuery(q, kind);
            const asked: Search = {
              ...{ phrases, without, from: operators.from ?? [], assignee: [], statuses: null, priorities: null },
              ...{ categories: null, onlyNotes: false, withFile: false, after: 0, before: Number.MAX_SAFE_INTEGER },
              ...{ number: null, isCut: false, unknown: [], order, cursor: Number.MAX_SAFE_INTEGER, limit: 20 },
              actor: { id: world.jonas.id, kind, mayViewNotes: true },
            };
            const { items } = searcher.run(asked);
            if (kind === 'customer') for (const { ticket } of items) expect(ticket.id).toBe(ticketId);
          },
        ),
        { numRuns: 500 },
      );
    } finally {
      searcher.close();
    }
  });

  it('is highlighted without losing or adding a character', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 400 }).map((text) => text.toWellFormed());
    fc.assert(
      fc.property(texts, fc.nat(20), (text, at) => {
        const word = wordsIn(text)[at]?.text;
        const { parts, hits } = snippetOf(text, word ? [{ words: [word], begins: false, inside: false }] : []);
        const line = text.replace(/\s+/gu, ' ').trim();
        const said = parts.map((one) => one.text).join('');
        expect(line).toContain(said.replace(/^… | …$/gu, '').toWellFormed());
        if (word && line.includes(text.trim())) expect(hits).toBeGreaterThan(0);
        for (const one of wordsIn(text)) expect(one.text).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
      }),
      { numRuns: 500 },
    );
  });
});
