import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { uuidv7 } from '../../db/ids.ts';
import { createLog } from '../../server/log.ts';
import { type Running, start } from '../../server/start.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const roleOf = async (person: Person) => (await person.get<{ role: string }>('/api/me')).body.role;

describe('a request with a forbidden field is refused', () => {
  it.each([
    ['role', 'admin'],
    ['kind', 'staff'],
    ['rights', { people: ['update'] }],
    ['id', uuidv7()],
    ['active', true],
    ['verified', true],
    ['capacity', 500],
    ['passwordHash', 'x'],
    ['byId', null],
    ['createdAt', 0],
  ])('registering with %s', async (field, value) => {
    const person = new Person(world.desk.url);
    const body = { name: 'Climber', email: `${uuidv7()}@post.example`, password: PASSWORD, [field]: value };
    const answer = await person.post<{ error: { fields: object } }>('/api/auth/register', body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.error.fields)).toEqual([field]);
    expect((await person.post('/api/auth/login', { email: body.email, password: PASSWORD })).status).toBe(401);
  });

  it.each([
    ['assigneeId', 'x'],
    ['status', 'closed'],
    ['statusType', 'closed'],
    ['number', 1],
    ['creatorId', 'x'],
    ['channel', 'mail'],
    ['version', 0],
    ['waitingSince', 0],
    ['createdAt', 0],
    ['lastSeq', 99],
    ['active', false],
  ])('opening or editing a ticket with %s', async (field, value) => {
    const { jonas } = world;
    expect((await jonas.post('/api/tickets', { subject: 'Mine', body: 'x', [field]: value })).status).toBe(422);
    const { body } = await jonas.get<{ items: { id: string }[] }>('/api/tickets');
    const [first] = body.items;
    const id = first?.id ?? (await jonas.opens('Mine')).id;
    expect((await jonas.patch(`/api/tickets/${id}`, { subject: 'Other', [field]: value })).status).toBe(422);
    expect((await jonas.get(`/api/tickets/${id}`)).body).toMatchObject({ subject: 'Mine' });
  });

  it.each(['authorId', 'author', 'seq', 'eventId', 'createdAt', 'kind', 'ticketId', 'sentHash', 'deletedAt', 'note'])(
    'writing a message or a note with %s',
    async (field) => {
      const { mia, ana } = world;
      const { body } = await mia.get<{ items: { id: string }[] }>('/api/tickets');
      const id = body.items[0]?.id ?? (await mia.opens('Mine')).id;
      expect((await mia.post(`/api/tickets/${id}/messages`, { body: 'x', [field]: 1 })).status).toBe(422);
      expect((await ana.post(`/api/tickets/${id}/notes`, { body: 'x', [field]: 1 })).status).toBe(422);
      expect((await mia.get(`/api/tickets/${id}`)).body).toMatchObject({ lastSeq: 1 });
    },
  );
});

describe('nobody gains rights', () => {
  it.each(['jonas', 'ana', 'sol'] as const)('%s cannot change a role, their own or another’s', async (name) => {
    const person = world[name];
    for (const id of [person.id, world.ben.id])
      expect((await person.patch(`/api/users/${id}`, { role: 'admin' })).status).toBe(403);
    expect(await roleOf(person)).not.toBe('admin');
  });

  it.each([
    ['a role that is not there', { role: 'root' }, 422],
    ['no role', { role: '' }, 422],
    ['a role by prototype', { role: '__proto__' }, 422],
    ['a customer into the staff', { role: 'agent' }, 409],
    ['an address into that of another person', { email: 'jonas@post.example' }, 409],
    ['a password', { password: PASSWORD }, 422],
    ['a capacity below nothing', { capacity: -1 }, 422],
    ['a capacity without end', { capacity: 1e9 }, 422],
    ['half a capacity', { capacity: 1.5 }, 422],
  ])('not even an admin changes %s', async (_case, change, status) => {
    expect((await world.zoe.patch(`/api/users/${world.mia.id}`, change)).status).toBe(status);
  });

  it('the last admin cannot be deactivated, and of two who deactivate each other one stays', async () => {
    const { zoe } = world;
    expect((await zoe.patch(`/api/users/${zoe.id}`, { active: false })).status).toBe(409);
    expect((await zoe.patch(`/api/users/${zoe.id}`, { role: 'agent' })).status).toBe(409);
    const second = await addPerson(world.desk, { name: 'Yan', role: 'admin' });
    const yan = await new Person(zoe.url).signIn(second.email);
    const answers = await Promise.all([
      zoe.patch(`/api/users/${second.id}`, { active: false }),
      yan.patch(`/api/users/${zoe.id}`, { active: false }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    const [winner] = answers[0].status === 200 ? [zoe] : [yan];
    expect(await roleOf(winner)).toBe('admin');
    if (winner === yan) await yan.patch(`/api/users/${zoe.id}`, { active: true });
    await zoe.signIn('zoe@desk.example', 'correct horse battery');
  });

  it('a customer cannot open a ticket for another person', async () => {
    const { jonas, mia, ana, ben } = world;
    const ticket = { subject: 'On behalf', body: 'x' };
    expect((await jonas.post('/api/tickets', { ...ticket, customerId: mia.id })).status).toBe(403);
    expect((await ana.post('/api/tickets', { ...ticket, customerId: ben.id })).status).toBe(422);
    expect((await ana.post('/api/tickets', ticket)).status).toBe(422);
    expect((await ana.post('/api/tickets', { ...ticket, customerId: uuidv7() })).status).toBe(422);
    expect((await ana.post('/api/tickets', { ...ticket, customerId: mia.id })).status).toBe(201);
  });

  it('a ticket cannot be assigned to a customer, a deactivated colleague or an unknown id', async () => {
    const { jonas, mia, sol, zoe } = world;
    const ticket = await mia.opens('To whom');
    const gone = await addPerson(world.desk, { name: 'Gil' });
    await zoe.patch(`/api/users/${gone.id}`, { active: false });
    for (const assigneeId of [jonas.id, mia.id, gone.id, uuidv7()]) {
      expect((await sol.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId })).status).toBe(422);
    }
  });

  it('a person cannot be overwritten by adding one with the same id', async () => {
    const { zoe, ana } = world;
    const body = { id: ana.id, name: 'Usurper', email: 'usurper@desk.example' };
    expect(await zoe.post('/api/users', body)).toMatchObject({ status: 409, body: { error: { code: 'id_reused' } } });
    expect((await ana.get('/api/me')).body).toMatchObject({ name: 'Ana' });
  });
});

describe('the link that creates the first admin', () => {
  let folder: string;
  let running: Running;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'answerback-'));
    running = await start({
      config: { ...readConfig({ DATA_DIR: folder, LOG_LEVEL: 'fatal' }), port: 0 },
      log: createLog('fatal'),
    });
  });
  afterAll(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const setUp = (secret: string, email: string) =>
    new Person(running.url).post('/api/auth/setup', { secret, name: 'First', email, password: PASSWORD });

  it('rejects guesses', async () => {
    for (const guess of ['', 'x'.repeat(43), 'null']) expect((await setUp(guess, 'a@desk.example')).status).toBe(404);
  });

  it('works for one of three simultaneous requests, and then no more', async () => {
    const secret = running.greeting.split('#')[1] ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/u);
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => setUp(secret, `${name}@desk.example`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404, 404]);
    expect((await setUp(secret, 'd@desk.example')).status).toBe(404);
  });

  it('does not exist if there is an admin', async () => {
    const body = { secret: '', name: 'Second', email: 'second@desk.example', password: PASSWORD };
    expect((await world.stranger.post('/api/auth/setup', body)).status).toBe(404);
  });
});
