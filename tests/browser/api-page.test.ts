import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { PASSWORD } from '../support/person.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

const openApiPage = () => windows.open(`${world.desk.url}/api/docs`);

/** Opens a call, fills it in, and reads the example that the page prints. */
async function example(
  page: Page,
  call: string,
  { fields = {}, body }: { fields?: Record<string, string>; body?: object },
) {
  const operation = page.locator(`#${call}`);
  if ((await operation.getAttribute('open')) === null) await operation.locator('summary').first().click();
  for (const [name, value] of Object.entries(fields)) await operation.locator(`input[name=${name}]`).fill(value);
  if (body) await operation.getByLabel('Body').fill(JSON.stringify(body));
  return operation.locator('.example code').innerText();
}

it('is searched by its words, from the keyboard', async () => {
  const page = await openApiPage();
  await page.keyboard.press('/');
  await page.keyboard.type('saved repl');
  await expect.poll(() => page.getByRole('status').first().innerText()).toMatch(/^\d+ of \d+ calls$/u);
  const shown = await page.locator('details[data-path]:visible > summary code').allInnerTexts();
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.every((path) => path.startsWith('/api/saved-replies'))).toBe(true);
  await page.keyboard.type(' zebra');
  await page.getByText('Nothing has all these words.').waitFor();
});

it('sends a call with the session of the browser, and shows the answer', async () => {
  const page = await openApiPage();
  await example(page, 'getMe', {});
  await page.locator('#getMe').getByRole('button', { name: 'Send this call' }).click();
  await page.locator('#getMe').getByText('Answer 401').waitFor();
  expect(await page.locator('#getMe .answer').innerText()).toContain('"signed_out"');
});

it.skipIf(!hasCurl)('prints commands for curl that open a ticket, answer it and resolve it', async () => {
  const page = await openApiPage();
  const env = { ...process.env, TOKEN: '' };
  const curl = async (command: string): Promise<unknown> => {
    const { stdout } = await run('bash', ['-c', `${command} --silent`], { env });
    return stdout ? JSON.parse(stdout) : null;
  };
  const signIn = { email: world.ana.email, password: PASSWORD };
  const signedIn = await curl(await example(page, 'postAuthToken', { body: signIn }));
  env.TOKEN = (signedIn as { token: string }).token;
  const opened = { subject: "It's the valve", body: 'It leaks', customerId: world.jonas.id };
  const ticket = (await curl(await example(page, 'postTickets', { body: opened }))) as TicketRow;
  expect(ticket.subject).toBe("It's the valve");
  const fields = { id: ticket.id };
  await curl(await example(page, 'postTicketsByIdMessages', { fields, body: { body: 'Close it first' } }));
  await curl(await example(page, 'putTicketsByIdStatus', { fields, body: { status: 'resolved' } }));
  const found = await curl(await example(page, 'getTicketsById', { fields }));
  expect(found).toMatchObject({ status: 'resolved', lastMessage: { excerpt: 'Close it first' } });
});
