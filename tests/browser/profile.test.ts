import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { Me } from '../../server/people/contract.ts';
import { uuidv7 } from '../../db/ids.ts';
import { Authenticator, stopClock } from '../support/authenticator.ts';
import { picture, text } from '../support/files.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { newCustomer, visit } from '../support/portal-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';
import { addPerson } from '../support/world.ts';

afterAll(() => expect(windows.errors).toEqual([]));

async function choose(page: Page, { name, bytes, type = '' }: Awaited<ReturnType<typeof picture>>) {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: type, buffer: bytes });
}
/** The faces that show a picture, once each is there. */
const pictures = (page: Page) =>
  page
    .locator('.face img')
    .evaluateAll((all) =>
      all.flatMap((img) => (img instanceof HTMLImageElement && img.naturalWidth > 0 ? [img.getAttribute('src')] : [])),
    );

describe('a profile', () => {
  it('is edited at the desk; the picture stands at once on the screens of colleagues, and goes again', async () => {
    const { email } = await addPerson(world.desk, { name: 'Lou' });
    const lou = await new Person(world.desk.url).signIn(email);
    const { id } = await world.jonas.opens('Held by Lou');
    await lou.says(id, 'I look into it');
    const colleague = await windows.open(`${world.desk.url}/desk/all`);
    await signIn(colleague, world.ben);
    await colleague.locator(`[data-id="${id}"]`).waitFor();
    const page = await windows.open(`${world.desk.url}/desk/settings/profile`);
    await signIn(page, lou);
    await page.getByRole('button', { name: 'Choose a picture' }).waitFor();

    await choose(page, text('me.png', 'no picture'));
    await page.getByRole('alert').getByText('Choose a picture: PNG, JPEG, WebP, GIF or AVIF.').waitFor();
    await choose(page, await picture('me.jpg', { width: 900, height: 600, colour: '#225577' }));
    await page.getByText('Your picture is saved').first().waitFor();
    const { picture: path } = (await lou.get<Me>('/api/me')).body;
    await expect.poll(() => pictures(page)).toEqual([path]);
    await expect.poll(() => pictures(colleague)).toContain(path);
    expect(await colleague.locator(`[data-id="${id}"] .face img`).getAttribute('src')).toBe(path);

    await page.getByLabel('Name').fill('Lou Marsh');
    const zone = page.getByLabel('Time zone');
    for (const name of ['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Calcutta', 'Europe/Kiev']) {
      // A letter begins the name of a choice anew after a pause, or in a list that got the focus again.
      await zone.selectOption('UTC');
      await zone.blur();
      await zone.focus();
      await page.keyboard.type(name);
      await expect.poll(() => zone.inputValue()).toBe(name);
      await page.waitForTimeout(1_100);
    }
    await zone.selectOption('Asia/Tokyo');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your profile is saved').first().waitFor();
    expect((await lou.get<Me>('/api/me')).body).toMatchObject({ name: 'Lou Marsh', timeZone: 'Asia/Tokyo' });

    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Your picture is removed').first().waitFor();
    await expect.poll(() => pictures(page)).toEqual([]);
    await colleague.locator(`[data-id="${id}"] .face img`).waitFor({ state: 'detached' });
    for (const one of [page, colleague]) await one.context().close();
  });

  it('of a customer is edited in the portal, with the address, a second step and a passkey', async () => {
    stopClock(world.desk);
    const nora = await newCustomer();
    const page = await visit(nora, '/account');
    await choose(page, await picture('me.png', { width: 300, height: 300, colour: '#884422' }));
    await page.getByText('Your picture is saved').first().waitFor();
    const { picture: path } = (await nora.get<Me>('/api/me')).body;
    await expect.poll(() => pictures(page)).toEqual([path, path]);

    const email = `${uuidv7()}@post.example`;
    await page.getByLabel('New address').fill(email);
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByText('Type your current password.').waitFor();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByText(`You sign in with ${email}.`).waitFor();

    await page.getByRole('button', { name: 'Set up a second step' }).click();
    const secret = (await page.getByRole('dialog').locator('code').innerText()).replaceAll(' ', '');
    await page.getByLabel('Code that the app shows').fill(new Authenticator(world.desk, secret).code());
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left.').waitFor();

    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('textbox', { name: /^Name of the passkey/u }).waitFor();
    // Neither password nor code: the passkey is enough.
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText(`You sign in with ${email}.`).waitFor();
    await page.context().close();
  });
});
