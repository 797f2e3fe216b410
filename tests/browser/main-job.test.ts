import { expect, it } from 'vitest';
import { windows, world } from '../support/stage.ts';
import { count, signIn, write } from '../support/windows.ts';

it('a customer and two desks share one conversation through a reload and a lost connection', async () => {
  const { url } = world.desk;
  const customer = await windows.open(url, { timezoneId: 'America/New_York' });
  const [ana, ben] = [await windows.open(`${url}/desk`), await windows.open(`${url}/desk`)];
  await Promise.all([signIn(ana, world.ana), signIn(ben, world.ben)]);
  await ana.getByText('Nobody is waiting.').waitFor();

  // The customer registers and asks; both desks show the ticket.
  await customer.getByText('Forgot your password? Tell the team').waitFor();
  await customer.getByRole('button', { name: 'Register' }).click();
  await customer.getByLabel('Name').fill('Nora Berg');
  await customer.getByLabel('Email').fill('nora@post.example');
  await customer.getByLabel('Password').fill('a long enough password');
  await customer.getByRole('button', { name: 'Register' }).click();
  await customer.getByLabel('Subject').fill('The kettle sings');
  await customer.getByLabel('Your question').fill('It never did that before. Is it dangerous?');
  await customer.getByRole('button', { name: 'Send' }).click();
  await customer.getByText(/^Sent/u).waitFor();
  await Promise.all([ana.getByText('The kettle sings').waitFor(), ben.getByText('The kettle sings').waitFor()]);

  // Ana's reply takes the ticket: it leaves the waiting list of both desks, and the customer reads it.
  await ana.getByText('The kettle sings').click();
  await ana.getByText(/\d\d:\d\d, America\/New York$/u).waitFor();
  await ana.getByLabel('Reply to Nora').fill('It is not. That is the lid.');
  await ana.getByRole('button', { name: /Send and take/u }).click();
  await customer.getByRole('article').getByText('It is not. That is the lid.').waitFor();
  await customer.getByText('Ana is on it', { exact: true }).first().waitFor();
  await expect.poll(() => customer.getByText('Ana is on it.', { exact: true }).count()).toBe(0);
  await ben.getByText('Nobody is waiting.').waitFor();

  // A note stays within the team.
  await ana.getByRole('button', { name: /Internal note/u }).click();
  await ana.getByLabel(/Internal note, not sent/u).fill('The lids of last spring do this.');
  await ana.keyboard.press('Enter');
  await ana.getByRole('article').getByText('The lids of last spring do this.').waitFor();

  // Both directions, watched by a second desk with the ticket open.
  await ben.goto(ana.url().replace('/waiting/', '/all/'));
  await ben.getByRole('article').getByText('It is not. That is the lid.').waitFor();
  await write(customer, 'Thank you, what a relief.');
  await Promise.all([ana, ben].map((page) => page.getByText('Thank you, what a relief.').first().waitFor()));

  // Offline: the message waits in its place, and is sent once by itself.
  await customer.context().setOffline(true);
  await write(customer, 'One more thing.');
  await customer.getByText('Sending when you are back online').waitFor();
  await customer.getByText('You are offline.').waitFor();
  await world.sol.says(ana.url().split('/').at(-1) ?? '', 'Written while the line was away.');
  await customer.context().setOffline(false);
  await customer.getByRole('article').getByText('Written while the line was away.').waitFor();
  await ana.getByRole('article').getByText('One more thing.').waitFor();
  await customer.getByText('You are offline.').waitFor({ state: 'detached' });

  // After a reload all messages are there once, and no note.
  await Promise.all([customer.reload(), ana.reload()]);
  await customer.getByRole('article').getByText('One more thing.').waitFor();
  for (const text of ['Thank you, what a relief.', 'One more thing.', 'Written while the line was away.']) {
    await expect.poll(() => count(customer, text)).toBe(1);
  }
  await ana.getByRole('article').getByText('One more thing.').waitFor();
  await expect.poll(() => count(ana, 'One more thing.')).toBe(1);
  expect(await customer.content()).not.toContain('lids of last spring');

  // Resolved by a key, live for the customer; a new message reopens the ticket.
  await ana.locator('body').press('e');
  await customer.getByText('Resolved. Write again and it reopens.').first().waitFor();
  await write(customer, 'It sings again.');
  await customer.getByText('You wrote again, so this ticket is open again.').first().waitFor();
  await ana.getByRole('link', { name: /Mine/u }).first().click();
  await ana.getByText('It sings again.').first().waitFor();
  expect(windows.errors).toEqual([]);
});
