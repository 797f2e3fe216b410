import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Launcher {
  name: string;
  expanded: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();
const devtools = (page: Page) => {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
};

/** The widget's buttons on a page, as a screen reader is told of them: their shadow root is closed to everybody else. */
export async function launchersOn(page: Page): Promise<Launcher[]> {
  const client = await devtools(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const buttons = nodes.filter(
    ({ role, properties = [] }) => role?.value === 'button' && properties.some(({ name }) => name === 'expanded'),
  );
  return Promise.all(
    buttons.map(async ({ name, properties = [], backendDOMNodeId }) => {
      const at = backendDOMNodeId === undefined ? {} : { backendNodeId: backendDOMNodeId };
      const { model } = await client.send('DOM.getBoxModel', at);
      const [x = 0, y = 0] = model.border;
      return {
        name: String(name?.value),
        expanded: properties.some((one) => one.name === 'expanded' && one.value.value === true),
        ...{ x, y, width: model.width, height: model.height },
      };
    }),
  );
}

/** The one there is; waits for it. */
export async function launcherOn(page: Page): Promise<Launcher> {
  await expect.poll(async () => (await launchersOn(page)).length).toBe(1);
  const [launcher] = await launchersOn(page);
  if (!launcher) throw new Error('The launcher is gone again.');
  return launcher;
}

/** As a person does it, by where it is. */
export async function pressLauncher(page: Page) {
  const { x, y, width, height } = await launcherOn(page);
  await page.mouse.click(x + width / 2, y + height / 2);
}
