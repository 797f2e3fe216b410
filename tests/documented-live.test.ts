import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../server/messages/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { freePort } from './support/child.ts';
import { type Desk, startDesk } from './support/desk.ts';
import { copiedFrom, isInstalled, programFolder, type Running } from './support/documented.ts';
import { PASSWORD, Person } from './support/person.ts';
import { tsc, typescriptFolder } from './support/typescript-folder.ts';
import { addStaff } from './support/world.ts';

let dataDir: string;
let port: number;
let desk: Desk;
let ana: Person;
let jonas: Person;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  port = await freePort();
  desk = await startDesk({ dataDir, port });
  ana = await addStaff(desk, 'Ana', 'agent');
  jonas = await new Person(desk.url).register('Jonas', 'jonas@post.example');
});
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const environment = (ticket: TicketRow) => ({ EMAIL: ana.email, PASSWORD, TICKET: ticket.id });

/** The lines that a program prints of a ticket, if it hears each message after the first once and in order. */
async function heardOf(ticket: TicketRow): Promise<string[]> {
  const { body } = await ana.get<{ items: Message[] }>(`/api/tickets/${ticket.id}/messages?after=1&limit=100`);
  return body.items.map(({ seq, author, body: said }) => `${seq} ${author.name}: ${said}`);
}

/** Messages come while the program listens, and while it cannot, because the server restarts. */
async function expectHeard(ticket: TicketRow, program: Running, last: (said: string) => Promise<string>) {
  await program.prints('live');
  for (const said of ['One', 'Two “quoted”', 'Three\u2028', 'Four']) await jonas.says(ticket.id, said);
  await program.prints(await last('Four'));
  await desk.stop();
  desk = await startDesk({ dataDir, port });
  for (const said of ['Five', 'Six']) await jonas.says(ticket.id, said);
  await program.prints('live', 2);
  await program.prints(await last('Six'));
  const lines = program.lines().filter((line) => line !== 'live');
  expect(lines).toEqual(await heardOf(ticket));
  expect(lines.filter((line) => line.includes('Jonas'))).toHaveLength(6);
}

describe('the program of the page about the API that listens', () => {
  it.skipIf(!isInstalled('python3'))(
    'hears and answers each message once and in order, in Python without a library (skipped where there is no python3)',
    async () => {
      const ticket = await jonas.opens('Answered by Python');
      const { start } = await programFolder({ 'live.py': await copiedFrom(desk.url, 'live-python') });
      const answered = async (said: string) => {
        const find = async () => (await heardOf(ticket)).find((line) => line.endsWith(`: We read: ${said}`));
        await expect.poll(find).toBeTruthy();
        return (await find()) ?? '';
      };
      await expectHeard(ticket, start('python3', ['live.py'], environment(ticket)), answered);
      expect(await heardOf(ticket)).toHaveLength(12);
    },
  );

  it('hears each message once and in order, in TypeScript with the library', async () => {
    const ticket = await jonas.opens('Heard by TypeScript');
    const { run, start } = await typescriptFolder(desk.url, {
      'live.ts': await copiedFrom(desk.url, 'live-typescript'),
    });
    await run(process.execPath, tsc);
    const last = async (said: string) => (await heardOf(ticket)).find((line) => line.endsWith(`: ${said}`)) ?? '';
    await expectHeard(ticket, start(process.execPath, ['live.ts'], environment(ticket)), last);
  });
});
