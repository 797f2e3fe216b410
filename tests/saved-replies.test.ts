import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blanksIn } from '../client/desk/assist/blanks.ts';
import { matching } from '../client/desk/replies/reply-list.ts';
import { fill } from '../client/desk/replies/variables.ts';
import { uuidv7 } from '../db/ids.ts';
import type { SavedReply } from '../server/saved-replies/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import type { Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const reply = (shortcut: string, more: Partial<SavedReply> = {}) => ({
  ...{ id: uuidv7(), shared: false, name: `About ${shortcut}`, shortcut, body: 'Hello {{customer.firstName}}' },
  ...more,
});
const path = (id = '') => `/api/saved-replies${id && `/${id}`}`;
const listOf = async (person: Person) =>
  (await person.get<{ items: SavedReply[] }>(path())).body.items.map(({ shortcut }) => shortcut);

describe('a saved reply', () => {
  it('that is one’s own is invisible to others, also to an admin', async () => {
    const { ana, ben, zoe } = world;
    const mine = reply('mine');
    expect((await ana.post(path(), mine)).status).toBe(201);
    expect((await ana.post(path(), mine)).status).toBe(200);
    expect(await listOf(ana)).toContain('mine');
    for (const other of [ben, zoe]) {
      expect(await listOf(other)).not.toContain('mine');
      const answers = [
        await other.get(path(mine.id)),
        await other.patch(path(mine.id), { body: 'Changed' }),
        await other.delete(path(mine.id)),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      // Nor can its id be taken, nor is it told whose it is.
      expect((await other.post(path(), { ...mine, name: 'Taken' })).status).toBe(409);
    }
    expect((await ana.get(path(mine.id))).body).toMatchObject({ body: mine.body });
  });

  it('that is shared is managed by supervisors, and used by all staff', async () => {
    const { ana, sol } = world;
    const ours = reply('ours', { shared: true });
    expect((await ana.post(path(), ours)).status).toBe(403);
    expect((await sol.post(path(), ours)).status).toBe(201);
    expect(await listOf(ana)).toContain('ours');
    expect((await ana.patch(path(ours.id), { body: 'Changed' })).status).toBe(403);
    expect((await sol.patch(path(ours.id), { body: 'Changed' })).body).toMatchObject({ body: 'Changed' });
    expect((await ana.get(path(ours.id))).body).toMatchObject({ body: 'Changed' });
    expect((await ana.delete(path(ours.id))).status).toBe(403);
    expect((await sol.delete(path(ours.id))).status).toBe(204);
    expect(await listOf(ana)).not.toContain('ours');
    // What was deleted by mistake comes back as it was.
    expect((await sol.post(path(), ours)).status).toBe(201);
    const trail = stored(world.desk, `SELECT target_id FROM audit_log WHERE action = 'saved_reply.deleted'`);
    expect(trail).toEqual([{ target_id: ours.id }]);
  });

  it('has a shortcut that is unique among the replies with the same owner', async () => {
    const { ana, ben, sol } = world;
    expect((await ana.post(path(), reply('refund'))).status).toBe(201);
    expect((await ana.post(path(), reply('refund'))).body).toMatchObject({
      error: { fields: { shortcut: expect.stringContaining('About refund') } },
    });
    expect((await ben.post(path(), reply('refund'))).status).toBe(201);
    expect((await sol.post(path(), reply('refund', { shared: true }))).status).toBe(201);
    const other = reply('other');
    await ana.post(path(), other);
    expect((await ana.patch(path(other.id), { shortcut: 'refund' })).status).toBe(422);
    expect((await ana.patch(path(other.id), { shortcut: 'Other' })).body).toMatchObject({ shortcut: 'other' });
  });

  it.each([
    ['a shortcut of several words', { shortcut: 'two words' }],
    ['no shortcut', { shortcut: '' }],
    ['no name', { name: '  ' }],
    ['no text', { body: '' }],
    ['too long a text', { body: 'x'.repeat(20_000) }],
    ['an owner', { ownerId: uuidv7() }],
    ['no word on who it is for', { shared: undefined }],
  ])('is refused with %s', async (_what, more) => {
    expect((await world.ana.post(path(), { ...reply('refused'), ...more })).status).toBe(422);
  });

  it('never reaches a customer', async () => {
    expect((await world.jonas.get(path())).status).toBe(403);
    expect(JSON.stringify((await world.jonas.get('/api/me')).body)).not.toContain('replies');
  });
});

describe('an inserted text', () => {
  const row = { number: 1042, subject: 'The {{lid}}', customer: { name: 'Jonas Weber' } } as TicketRow;

  it('has its variables filled once, and names the blanks that remain', () => {
    const text = fill(
      'Hello {{customer.firstName}} ({{ customer.name }}), {{ticket.number}} “{{ticket.subject}}”. {{fill this}} {{agent.nick}} {{agent.firstName}} {{agent.name}}',
      row,
      { name: 'Ana Ribeiro' },
    );
    expect(text).toBe('Hello Jonas (Jonas Weber), 1042 “The {{lid}}”. {{fill this}} {{agent.nick}} Ana Ana Ribeiro');
    expect(blanksIn(text).map((blank) => blank.text)).toEqual(['{{lid}}', '{{fill this}}', '{{agent.nick}}']);
  });

  it('can contain braces in code', () => {
    expect(blanksIn('`{{x}}` and\n```\n{{y}}\n```\n{ {z} } {{}} {{a\nb}}')).toEqual([]);
  });

  it('is found by shortcut first, then by name, then by its words', () => {
    const all = [
      reply('later', { body: 'About your refund' }),
      reply('money', { name: 'Refund is on its way' }),
      reply('refund'),
    ].map((one) => ({ ...one, updatedAt: 0 }));
    expect(matching(all, 'ref').map(({ shortcut }) => shortcut)).toEqual(['refund', 'money', 'later']);
    expect(matching(all, 'zebra')).toEqual([]);
    expect(matching(all, '')).toHaveLength(3);
  });
});
