/** What a line does to a page: answers that come late, a socket that is cut, a server whose history is another one by now. */
import type { Frame, Page, Route, WebSocketRoute } from 'playwright-core';

/** The server answers at once; the answer is on its way until it is let go, as it is or as a failure. */
export async function late(page: Page, url: string, isMeant: (route: Route) => boolean = () => true) {
  let release: (as?: 'abort' | number) => void = () => {};
  const outcome = new Promise<'abort' | number | undefined>((resolve) => (release = resolve));
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  let isFirst = true;
  await page.route(url, async (route) => {
    if (!isFirst || !isMeant(route)) return route.fallback();
    isFirst = false;
    const response = await route.fetch();
    asked();
    const as = await outcome;
    if (as === 'abort') await route.abort();
    else await route.fulfill(as ? refusal(as) : { response });
  });
  return { isAsked, release };
}

export const refusal = (status: number) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ error: { code: status === 404 ? 'not_found' : 'internal', message: 'No.' } }),
});

/** Opened before the page asks for its socket. */
export async function wire(page: Page) {
  const lines = new Set<WebSocketRoute>();
  const told = { sockets: 0 };
  let anew = false;
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/socket\.io/u, (line) => {
    told.sockets += 1;
    lines.add(line);
    const server = line.connectToServer();
    line.onMessage((message) => {
      const text = String(message);
      server.send(anew && text.includes('"sync"') ? text.replace(/"epoch":"[^"]+"/u, '"epoch":"another"') : text);
      if (text.includes('"sync"') && !always) anew = false;
    });
    server.onMessage((message) => {
      if (held) held.push(() => line.send(message));
      else line.send(message);
    });
    line.onClose(() => {
      lines.delete(line);
      void server.close();
    });
  });
  let always = false;
  const cut = async () => {
    await Promise.all([...lines].map((line) => line.close()));
    lines.clear();
  };
  return {
    told,
    cut,
    /** What the server says waits until `letGo`; requests are answered as before. */
    hold: () => void (held = []),
    letGo() {
      const waiting = held ?? [];
      held = null;
      for (const say of waiting) say();
    },
    /** The next sync, or each from now on, is told to begin afresh. */
    async afresh({ each = false } = {}) {
      [anew, always] = [true, each];
      await cut();
    },
    asBefore() {
      [anew, always] = [false, false];
    },
  };
}

/** Counts the moments at which a text stands in no message on the screen. */
export async function watchFor(frame: Page | Frame, text: string) {
  await frame.evaluate((wanted) => {
    const watched = window as { gone?: number };
    watched.gone = 0;
    const isThere = () => [...document.querySelectorAll('article')].some((one) => one.textContent.includes(wanted));
    new MutationObserver(() => (watched.gone = (watched.gone ?? 0) + (isThere() ? 0 : 1))).observe(document.body, {
      childList: true,
      subtree: true,
    });
  }, text);
  return () => frame.evaluate(() => (window as { gone?: number }).gone);
}
