import { expect, it } from 'vitest';
import { ADMIN } from '../support/desk.ts';
import { startReceiver } from '../support/receiver.ts';
import { windows, world } from '../support/stage.ts';
import { isSigned, toldBy } from '../support/webhooks.ts';
import { signIn } from '../support/windows.ts';

it('an admin adds a webhook by keyboard, sees its secret once, a test and what was sent, and sends it again', async () => {
  const receiver = await startReceiver((_one, response) => void response.writeHead(200).end('Thank you.'));
  const page = await windows.open(`${world.desk.url}/desk/settings/webhooks`);
  await signIn(page, ADMIN);
  await page.getByText('Nobody is told yet.').waitFor();
  await page.getByLabel('Name').fill('Warehouse');
  await page.getByLabel('Address').fill('https://10.0.0.1/');
  await page.keyboard.press('Enter');
  await page.getByText('inside a network').waitFor();
  await page.getByLabel('Address').fill(`${receiver.url}/hooks/desk`);
  await page.keyboard.press('Enter');
  const secret = (await page.getByText(/^whsec_/u).textContent()) ?? '';
  await page.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('The receiver answered 200').waitFor();
  const { id, number } = await world.jonas.opens('Where is my parcel?');
  await expect.poll(() => receiver.received.length).toBe(2);
  const sent = receiver.received[1];
  if (!sent) throw new Error('Nothing was sent.');
  expect([toldBy(sent).data.ticketId, isSigned(sent, secret)]).toEqual([id, true]);

  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('link', { name: `Ticket ${number}` }).waitFor();
  await page.getByRole('button', { name: 'ticket.opened' }).press('Enter');
  await page.getByRole('region', { name: 'We sent' }).getByText('webhook-signature: v1,').waitFor();
  await page.getByRole('region', { name: 'It answered' }).getByText('Thank you.').last().waitFor();
  await page.getByRole('button', { name: 'Send again' }).press('Enter');
  await expect.poll(() => receiver.received.length).toBe(3);
  expect(receiver.received[2]?.headers['webhook-id']).toBe(sent.headers['webhook-id']);

  await page.getByLabel('Also internal notes').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').first().waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Also internal notes').isChecked()).toBe(true);
  expect(await page.content()).not.toContain(secret.slice(6));
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  await receiver.close();
});
