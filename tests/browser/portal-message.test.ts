import { afterAll, describe, expect, it } from 'vitest';
import { box, newCustomer, visitTicket } from '../support/portal-page.ts';
import { windows, world } from '../support/stage.ts';
import { count, write } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

describe('a message', () => {
  it('appears in the same frame as Enter, with its state as text: sending, sent, seen', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('In one frame');
    const page = await visitTicket(nora, ticket);
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/messages', async (route) => {
      await held;
      await route.continue();
    });
    await box(page).fill('At once?');
    const shown = await box(page).evaluate((element) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      return [...document.querySelectorAll('article')].at(-1)?.textContent;
    });
    expect(shown).toBe('At once?Sending');
    await page.getByText('Sending', { exact: true }).waitFor();
    answer();
    await page.getByText(/^Sent/u).waitFor();
    await world.ana.put(`/api/tickets/${ticket.id}/read`, { seq: 2 });
    await page.getByText(/^Seen/u).waitFor();
  });

  it('stays in place with a reason and Retry when it failed, and is never doubled', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Refused');
    const page = await visitTicket(nora, ticket);
    await page.route('**/messages', (route) =>
      route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'Not now.' } } }),
    );
    await write(page, 'Let me through.');
    await page.getByText('Not sent: Not now.').waitFor();
    await page.unroute('**/messages');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('Not sent: Not now.').waitFor({ state: 'detached' });
    // The previous message shows as sent, so this one waits for the server.
    const sent = async () => (await nora.get<{ items: object[] }>(`/api/tickets/${ticket.id}/messages`)).body.items;
    await expect.poll(sent).toHaveLength(2);
    await expect.poll(() => count(page, 'Let me through.')).toBe(1);
  });

  it('survives a reload and a closed tab as a draft', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Half written');
    const page = await visitTicket(nora, ticket);
    await box(page).pressSequentially('I was just about to');
    await page.reload();
    await expect.poll(() => box(page).inputValue()).toBe('I was just about to');
    const context = page.context();
    await page.close({ runBeforeUnload: true });
    const next = await context.newPage();
    await next.goto(`${world.desk.url}/tickets/${ticket.id}`);
    await expect.poll(() => box(next).inputValue()).toBe('I was just about to');
  });

  it('is sent by Enter, broken by Shift+Enter and never sent by an IME composition; its box grows to 9 lines', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('How to type');
    const page = await visitTicket(nora, ticket);
    const height = () => box(page).evaluate((element) => element.clientHeight);
    // The height of a line depends on its font, which loads after the first paint.
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await box(page).fill('x');
    const one = await height();
    await box(page).fill('');

    const line = await page.context().newCDPSession(page);
    await box(page).focus();
    await line.send('Input.imeSetComposition', { text: 'こんにちは', selectionStart: 5, selectionEnd: 5 });
    await page.keyboard.press('Enter');
    await expect.poll(() => box(page).inputValue()).toContain('こんにちは');
    await line.send('Input.insertText', { text: 'こんにちは' });
    await expect.poll(() => count(page, 'こんにちは')).toBe(0);

    await box(page).fill('First line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('Second line');
    await expect.poll(() => box(page).inputValue()).toBe('First line\nSecond line');
    expect(Math.abs((await height()) - one - 24)).toBeLessThan(9);
    await box(page).fill(Array.from({ length: 9 }, (_, n) => `Line ${n}`).join('\n'));
    expect(Math.abs((await height()) - one - 8 * 24)).toBeLessThan(9);
    await box(page).fill(Array.from({ length: 30 }, (_, n) => `Line ${n}`).join('\n'));
    await expect.poll(() => height()).toBeLessThanOrEqual(one + 8 * 24 + 9);
    await expect.poll(() => box(page).evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
    await box(page).fill('Gone');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('Gone', { exact: true }).waitFor();
    for (const keys of ['Control+Enter', 'Meta+Enter']) {
      await box(page).fill(`By ${keys}`);
      await page.keyboard.press(keys);
      await page.getByRole('article').getByText(`By ${keys}`, { exact: true }).waitFor();
    }
    expect(Math.abs((await height()) - one)).toBeLessThan(9);
  });

  it('is announced once with its sender when it comes from the team, and history is never announced', async () => {
    const nora = await newCustomer();
    const ticket = await nora.opens('Said aloud');
    await world.ana.says(ticket.id, 'From before');
    const page = await visitTicket(nora, ticket);
    await page.getByRole('article').getByText('From before').waitFor();
    const said = await page.evaluateHandle(() => {
      const region = document.querySelector('[aria-live="polite"][aria-atomic]');
      const heard: string[] = [];
      const listen = () => region?.textContent && heard.push(region.textContent);
      if (region) new MutationObserver(listen).observe(region, { childList: true, characterData: true, subtree: true });
      return heard;
    });
    await world.ana.says(ticket.id, 'Just now');
    await expect.poll(() => said.jsonValue()).toEqual(['Ana says: Just now']);
    await page.getByRole('navigation').getByRole('link', { name: 'Ask a question' }).click();
    await page.getByText('Your question').waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Said aloud/u })
      .click();
    await page.getByRole('article').getByText('Just now').waitFor();
    expect(await said.jsonValue()).toEqual(['Ana says: Just now']);
  });
});
