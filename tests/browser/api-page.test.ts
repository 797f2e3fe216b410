import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { isInstalled, programFolder } from '../support/documented.ts';
import { PASSWORD } from '../support/person.ts';
import { Program } from '../support/program.ts';
import { tsc, typescriptFolder } from '../support/typescript-folder.ts';

const run = promisify(execFile);

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
  await expect.poll(() => page.getByRole('status').first().innerText()).toMatch(/^\d+ of \d+ calls/u);
  const shown = await page.locator('details[data-path]:visible > summary code').allInnerTexts();
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.every((path) => path.startsWith('/api/saved-replies'))).toBe(true);
  await page.keyboard.type(' zebra');
  await page.getByText('Nothing has all these words.').waitFor();
});

it('sends a call with the session of the browser or with a token, and shows the answer', async () => {
  const page = await openApiPage();
  await example(page, 'getMe', {});
  const call = page.locator('#getMe');
  const send = async (answer: string) => {
    await call.getByRole('button', { name: 'Send this call' }).click();
    await call.getByRole('status').getByText(answer).waitFor();
    return call.locator('.answer').innerText();
  };
  expect(await send('Answer 401')).toContain('"signed_out"');
  const { token } = await new Program(world.desk.url).signsIn(world.ana.email);
  await page.getByLabel('Token', { exact: true }).fill(token);
  expect(await send('Answer 200')).toContain('"name": "Ana"');
});

it.skipIf(!isInstalled('curl'))('prints commands for curl that open a ticket, answer it and resolve it', async () => {
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

it('prints the same call for each language, which does it where the language is installed', async () => {
  const page = await openApiPage();
  const ticket = await world.jonas.opens('Resolved from each language');
  const { token } = await new Program(world.desk.url).signsIn(world.ana.email);
  const env = { TOKEN: token };
  const inLanguage = async (language: string, status: string) => {
    await page.getByLabel('Examples in').selectOption(language);
    return example(page, 'putTicketsByIdStatus', { fields: { id: ticket.id }, body: { status } });
  };
  const statusNow = async () => (await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.status;

  const { run } = await typescriptFolder(world.desk.url, { 'call.ts': await inLanguage('typescript', 'pending') });
  await run(process.execPath, tsc);
  await run(process.execPath, ['call.ts'], env);
  await expect.poll(() => statusNow()).toBe('pending');

  const [python, php] = [await inLanguage('python', 'resolved'), await inLanguage('php', 'closed')];
  const others = await programFolder({ 'call.py': python, 'call.php': php });
  if (isInstalled('python3')) {
    await others.run('python3', ['call.py'], env);
    await expect.poll(() => statusNow()).toBe('resolved');
  }
  if (isInstalled('php')) {
    await others.run('php', ['call.php'], env);
    await expect.poll(() => statusNow()).toBe('closed');
  }
  // The programs of the page follow the choice, and the next visit too.
  await expect.poll(() => page.locator('#job-php').isVisible()).toBe(true);
  await page.reload();
  await expect.poll(() => page.getByLabel('Examples in').inputValue()).toBe('php');
  await expect.poll(() => page.locator('#job-curl').isVisible()).toBe(false);
});

it('reads without its script: each call is a page of its own, and its place is kept', async () => {
  const page = await windows.open(`${world.desk.url}/api/docs#postTickets`, { javaScriptEnabled: false });
  const call = page.locator('#postTickets');
  await call.locator('summary').click();
  await call.getByRole('link', { name: 'Fields, example and answers' }).click();
  await page.getByRole('heading', { name: 'POST /api/tickets' }).waitFor();
  expect(await page.getByLabel('Body').inputValue()).toContain('"subject"');
  await page.getByText('The fields of the body').click();
  await page.getByRole('row', { name: 'subject' }).waitFor();
  await page.getByRole('link', { name: 'All calls' }).click();
  await call.waitFor();
});

it('opens a call that an address names, and asks again after a cut', async () => {
  const page = await openApiPage();
  await page.context().setOffline(true);
  const call = page.locator('#getTickets');
  await call.locator('summary').click();
  await call.locator('.more:not([aria-busy])').waitFor();
  await page.context().setOffline(false);
  await call.locator('summary').click();
  await call.locator('summary').click();
  await call.getByRole('button', { name: 'Send this call' }).waitFor();
  await page.goto(`${world.desk.url}/api/docs#getMe`);
  await page.locator('#getMe').getByRole('button', { name: 'Send this call' }).waitFor();
});

it('finds an error code in the guides', async () => {
  const page = await openApiPage();
  await page.getByLabel('Find').fill('refresh_used');
  await expect.poll(() => page.getByRole('status').first().innerText()).toMatch(/^0 of \d+ calls, 1 guide$/u);
  await expect.poll(() => page.getByText('The refresh token was used before').isVisible()).toBe(true);
});

it('asks nobody but this server for anything', async () => {
  const page = await windows.open('about:blank');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.goto(`${world.desk.url}/api/docs`, { waitUntil: 'networkidle' });
  expect(new Set(asked)).toEqual(new Set([world.desk.url]));
  expect(windows.errors).toEqual([]);
});
