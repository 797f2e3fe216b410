import { createServer } from 'node:http';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import type { HostState } from '../../client/widget/protocol.ts';
import type { Hours } from '../../server/hours/contract.ts';
import type { SiteLook } from '../../server/sites/contract.ts';
import { addSite } from './site.ts';
import type { Windows } from './windows.ts';
import type { World } from './world.ts';

/** Somebody's page on another origin, with the frame in it: what the loader does, and no more. */
export interface Shop {
  key: string;
  origin: string;
  open(windows: Windows, how?: Visit): Promise<Opened>;
  close(): Promise<void>;
}
export interface Opened {
  page: Page;
  chat: FrameLocator;
  frame(): Frame;
  /** All that the frame told the page. */
  told(): Promise<{ type: string; [key: string]: unknown }[]>;
  /** What has changed of the page. */
  says(change: Partial<HostState>): Promise<void>;
}
interface Visit extends Partial<HostState> {
  options?: Parameters<Windows['open']>[1];
  /** In the same browser. */
  beside?: Page;
  before?: (page: Page) => Promise<unknown>;
}

const HELLO: HostState = {
  ...{ locale: 'en-GB', dir: 'ltr', dark: false, page: 'http://localhost/duo', pageTitle: 'Duo', referrer: '' },
  focus: false,
  open: 'kept',
};

export async function openShop(
  { desk }: { desk: Pick<World['desk'], 'url' | 'dataDir'> },
  look: Partial<SiteLook> = {},
  identitySecret: string | null = null,
  hours: Hours | null = null,
): Promise<Shop> {
  let html = '';
  const server = createServer((_request, answer) => {
    answer.setHeader('Content-Type', 'text/html; charset=utf-8');
    answer.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The shop has no port.');
  const origin = `http://localhost:${address.port}`;
  const { key } = await addSite(desk, { origins: [origin], look, identitySecret, hours });
  html = pageWith(`${desk.url}/widget/frame?site=${key}`, desk.url);

  return {
    key,
    origin,
    async open(windows, { options, beside, before, ...state } = {}) {
      const url = `${origin}/?${encodeURIComponent(JSON.stringify({ ...HELLO, ...state }))}`;
      const page = beside ? await beside.context().newPage() : await windows.open('about:blank', options);
      await before?.(page);
      await page.goto(url);
      const chat = page.frameLocator('iframe');
      const frame = () => {
        const found = page.frames().find((one) => one.url().includes('/widget/frame'));
        if (!found) throw new Error('There is no frame.');
        return found;
      };
      await chat.locator('.panel').waitFor();
      return {
        page,
        chat,
        frame,
        told: () => page.evaluate('told') as ReturnType<Opened['told']>,
        says: (change) => page.evaluate(`says(${JSON.stringify(change)})`) as Promise<void>,
      };
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

const pageWith = (src: string, desk: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Orla Duo</title>
<style>body { margin: 0 } iframe { position: fixed; inset: auto 0 0 auto; border: 0; inline-size: min(25rem, 100vw); block-size: min(42.5rem, 100dvh) }</style>
</head><body><main><h1>Orla Duo</h1></main><script>
const told = [];
let port;
let state;
const says = (change) => port.postMessage(JSON.stringify((state = { ...state, ...change })));
const frame = document.createElement('iframe');
frame.title = 'Chat';
frame.src = ${JSON.stringify(src)};
frame.addEventListener('load', () => {
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = ({ data }) => told.push(data);
  frame.contentWindow.postMessage({ answerback: 1 }, ${JSON.stringify(desk)}, [channel.port2]);
  says(JSON.parse(decodeURIComponent(location.search.slice(1))));
});
document.body.append(frame);
</script></body></html>`;
