/** Whoever arrives at a page that is only a form types at once: no click, no Tab, nothing typed is lost. */
import { expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { start } from '../../server/start.ts';
import { windows, world } from '../support/stage.ts';

async function typedAtOnce(url: string, label: string, text = 'Kim') {
  const page = await windows.open(url);
  const field = page.getByLabel(label, { exact: true });
  await field.waitFor();
  await page.keyboard.type(text);
  expect([url.split('#')[0], await field.inputValue()]).toEqual([url.split('#')[0], text]);
}

it('the pages where people sign in, at the desk and in the portal', async () => {
  await typedAtOnce(`${world.desk.url}/desk`, 'Email');
  await typedAtOnce(`${world.desk.url}/`, 'Email');
});

it('the page of an invitation, and that of a new password', async () => {
  const { zoe, ana } = world;
  const invited = { emails: ['kim@desk.example'], role: 'agent' };
  const { body } = await zoe.post<{ items: { link: string }[] }>('/api/invitations', invited);
  await typedAtOnce(body.items[0]?.link ?? '', 'Name');
  const reset = await zoe.post<{ link: string }>(`/api/users/${ana.id}/password-link`, {});
  await typedAtOnce(reset.body.link, 'New password');
});

it('the page of the first admin', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  const config = { ...readConfig({ DATA_DIR: folder, LOG_LEVEL: 'fatal' }), port: 0 };
  const running = await start({ config, log: createLog('fatal') });
  await typedAtOnce(`${running.url}/desk/setup#${running.greeting.split('#')[1]}`, 'Name');
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});
