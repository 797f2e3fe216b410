import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newWebhookSecret, signatureOf } from '../server/webhooks/signature.ts';
import { freePort } from './support/child.ts';
import { copiedFrom, isInstalled, programFolder, type Running } from './support/documented.ts';
import { tsc, typescriptFolder } from './support/typescript-folder.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const secret = newWebhookSecret();
const seconds = () => Math.floor(Date.now() / 1000);
const BODY = JSON.stringify({ type: 'message.sent', timestamp: '2026-01-02T03:04:05.000Z', data: { ticketId: 'x' } });

interface Sent {
  secrets?: string[];
  timestamp?: number;
  body?: string;
}

/** Sends what the server signs, changed on its way where a test says so. */
async function delivers(port: number, { secrets = [secret], timestamp = seconds(), body = BODY }: Sent = {}) {
  const signature = signatureOf(secrets, { messageId: 'msg_1', timestamp, body: BODY });
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
  const sent = () => fetch(`http://localhost:${port}`, { method: 'POST', headers, body }).catch(() => null);
  let answer: Response | null = null;
  // It may not listen yet.
  await expect.poll(async () => (answer ??= await sent())).toBeTruthy();
  return (answer as Response | null)?.status;
}

async function expectChecked(port: number, program: Running) {
  expect(await delivers(port)).toBe(200);
  await program.prints('message.sent 2026-01-02T03:04:05.000Z');
  expect(await delivers(port, { secrets: [newWebhookSecret(), secret] })).toBe(200);
  expect(await delivers(port, { secrets: [newWebhookSecret()] })).toBe(401);
  expect(await delivers(port, { body: BODY.replace('sent', 'lost') })).toBe(401);
  for (const off of [-400, 400]) expect(await delivers(port, { timestamp: seconds() + off })).toBe(401);
  await program.prints('message.sent 2026-01-02T03:04:05.000Z', 2);
  expect(program.lines()).toHaveLength(2);
}

describe('the program of the page about the API that takes webhooks', () => {
  it.skipIf(!isInstalled('python3'))('takes what is signed, and nothing else, in Python', async () => {
    const port = await freePort();
    const { start } = await programFolder({ 'hook.py': await copiedFrom(world.desk.url, 'hook-python') });
    await expectChecked(port, start('python3', ['hook.py'], { WEBHOOK_SECRET: secret, PORT: String(port) }));
  });

  it('takes what is signed, and nothing else, in TypeScript', async () => {
    const port = await freePort();
    const { run, start } = await typescriptFolder(world.desk.url, {
      'hook.ts': await copiedFrom(world.desk.url, 'hook-typescript'),
    });
    await run(process.execPath, tsc);
    await expectChecked(port, start(process.execPath, ['hook.ts'], { WEBHOOK_SECRET: secret, PORT: String(port) }));
  });
});
