import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { opened } from '../support/desk-page.ts';
import { world } from '../support/stage.ts';

const WRITTEN =
  '*Do* this, _please_:\n\n1) `npm start`\n2) ask _anna_@shop.example\n\n```js title="x"\n  a(*b);\n```\n> so\n> they say';

/** Selects from the first to the last of these texts, copies with the keys, and pastes into the reply. */
async function copied(page: Page, from: string, to: string) {
  const texts = page.getByRole('article');
  await page.evaluate(
    ([first, last]) => {
      const all = [...document.querySelectorAll('article [data-text]')];
      const found = (text?: string) => all.find((one) => one.textContent?.includes(text ?? '')) ?? document.body;
      const range = document.createRange();
      range.setStart(found(first), 0);
      range.setEnd(found(last), found(last).childNodes.length);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    },
    [from, to],
  );
  await texts.first().waitFor();
  await page.keyboard.press('Control+c');
  const box = page.getByLabel(/^Reply to/u);
  await box.fill('');
  await box.focus();
  await page.keyboard.press('Control+v');
  return box.inputValue();
}

it('what is copied out of a transcript is what was written, with its marks', async () => {
  const { jonas, ana } = world;
  const row = await jonas.opens('Copied');
  await jonas.says(row.id, WRITTEN);
  const page = await opened(ana, row);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('they say').first().waitFor();

  expect(await copied(page, 'npm start', 'npm start')).toBe(WRITTEN);

  // Over several messages: who said it, and each as it was written.
  const both = await copied(page, 'About: Copied', 'npm start');
  expect(both).toContain('About: Copied');
  expect(both).toContain(WRITTEN);

  // A part of one piece is only its text, as somebody needs it who copies a command.
  await page.getByText('npm start', { exact: true }).first().dblclick();
  await page.keyboard.press('Control+c');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^(?:npm|start)$/u);
});
