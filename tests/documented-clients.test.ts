import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorBody, Event } from '../server/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { copiedFrom, isInstalled, programFolder } from './support/documented.ts';
import { PASSWORD } from './support/person.ts';
import { tsc, typescriptFolder } from './support/typescript-folder.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

/** The tickets that the programs opened, newest first. */
const opened = async () => {
  const { body } = await world.ana.get<{ items: TicketRow[] }>('/api/tickets?order=created');
  return body.items.filter(({ subject }) => subject === 'No heating');
};
let before: number;
beforeEach(async () => {
  before = (await opened()).length;
});

const signIn = () => ({ EMAIL: world.ana.email, PASSWORD });

/** The job was done once, by Ana's program for Jonas, and the program said so. */
async function expectDone(said: string) {
  const [ticket, ...others] = await opened();
  expect(others).toHaveLength(before);
  expect(ticket).toMatchObject({
    ...{ status: 'resolved', channel: 'api', lastSeq: 2 },
    ...{ customer: { id: world.jonas.id }, creator: { id: world.ana.id } },
    lastMessage: { excerpt: 'We are on our way.', author: { id: world.ana.id } },
  });
  const { body } = await world.ana.get<{ items: Event[] }>(`/api/tickets/${ticket?.id}/events`);
  const types = body.items.map(({ type }) => type);
  expect(types).toContain('ticket.status_changed');
  const refused = { status: 'repaired' };
  const { body: answer } = await world.ana.put<ErrorBody>(`/api/tickets/${ticket?.id}/status`, refused);
  for (const words of [`${ticket?.number} No heating`, answer.error.fields?.['status'] ?? '', ...types])
    expect(said).toContain(words);
}

describe('the main job, copied from the page about the API', () => {
  it('is done by a generated client, whose types tsc accepts', async () => {
    const { run } = await typescriptFolder(world.desk.url, {
      'job.ts': await copiedFrom(world.desk.url, 'job-typescript'),
    });
    await run(process.execPath, tsc);
    await expectDone(await run(process.execPath, ['job.ts'], signIn()));
  });

  it.skipIf(!isInstalled('python3'))('is done by Python with nothing but its standard library', async () => {
    const { run } = await programFolder({ 'job.py': await copiedFrom(world.desk.url, 'job-python') });
    await expectDone(await run('python3', ['job.py'], signIn()));
  });

  it.skipIf(!isInstalled('php'))('is done by PHP with nothing but its standard library', async () => {
    const { run } = await programFolder({ 'job.php': await copiedFrom(world.desk.url, 'job-php') });
    await expectDone(await run('php', ['job.php'], signIn()));
  });

  it.skipIf(!isInstalled('curl'))('is done by curl', async () => {
    const { run } = await programFolder({ 'job.sh': await copiedFrom(world.desk.url, 'job-curl') });
    const said = await run('bash', ['job.sh'], signIn());
    await expectDone(said.replaceAll(/"number":(\d+),"subject":"/gu, '$1 '));
  });
});

describe('the types that are generated from the description', () => {
  it('refuse what no route takes, and know each answer and each error', async () => {
    const { run } = await typescriptFolder(world.desk.url, { 'types.ts': TYPES });
    await run(process.execPath, tsc);
  });
});

/** Each line after `@ts-expect-error` fails the check where it compiles after all. */
const TYPES = `import createClient from 'openapi-fetch';
import type { paths } from './answerback.ts';
const api = createClient<paths>({ baseUrl: 'https://desk.example' });
const params = { path: { id: 'x' } };

// @ts-expect-error No route has this path.
await api.GET('/api/ticket');
// @ts-expect-error The path has no such method.
await api.DELETE('/api/tickets/{id}/status', { params });
// @ts-expect-error The path needs its id.
await api.GET('/api/tickets/{id}');
// @ts-expect-error The body has another field.
await api.PUT('/api/tickets/{id}/status', { params, body: { state: 'resolved' } });
// @ts-expect-error The limit is a number.
await api.GET('/api/tickets', { params: { query: { limit: '10' } } });
// @ts-expect-error There is no such order.
await api.GET('/api/tickets', { params: { query: { order: 'newest' } } });

const { data, error } = await api.GET('/api/tickets', { params: { query: { limit: 10, active: true, order: 'sla' } } });
export const subjects: string[] | undefined = data?.items.map(({ subject }) => subject);
// @ts-expect-error A ticket has no such field.
export const titles = data?.items.map(({ title }) => title);
export const isLimited = error?.error.code === 'too_many';
// @ts-expect-error No error has this code.
export const isTired = error?.error.code === 'tired';
`;
