/** A small shop with the widget, on its own port and so its own origin: `npm run demo`. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { readFileSync } from 'node:fs';
import { helpPage, machinePage, machinesPage, page } from './pages.ts';
import { identityToken } from './token.ts';
import { MACHINES, WORDS } from './words.ts';

interface Shop {
  /** The desk's origin. */
  desk: string;
  key: string;
  secret: string;
  port: number;
  host: string;
}

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Resolves when the shop listens; the returned function stops it. */
export function openShop({ desk, key, secret, port, host }: Shop): Promise<() => void> {
  const app = new Hono();
  // The strictest Content-Security-Policy, plus the three directives for the widget.
  app.use(async (c, next) => {
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; ` +
        `script-src 'self' ${desk}; connect-src 'self' ${desk}; frame-src ${desk}`,
    );
    await next();
  });
  app.get('/shop.css', (c) => c.body(file('shop.css'), 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/shop.js', (c) => c.body(file('shop.js'), 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  // A real shop would use its signed-in user. This one has one customer without a password.
  app.post('/chat-token', (c) => c.text(identityToken(secret, { key, customer: { id: 'nora', name: 'Nora Lind' } })));

  for (const t of Object.values(WORDS)) {
    const widget = { desk, key };
    app.get(`${t.path}/`, (c) => c.html(page(t, widget, { at: '/', title: t.machines, main: machinesPage(t) })));
    if (t.path) app.get(t.path, (c) => c.redirect(`${t.path}/`));
    app.get(`${t.path}/help`, (c) => c.html(page(t, widget, { at: '/help', title: t.help, main: helpPage(t) })));
    app.get(`${t.path}/machines/:id`, (c) => {
      const machine = MACHINES.find(({ id }) => id === c.req.param('id'));
      if (!machine) return c.notFound();
      const at = `/machines/${machine.id}`;
      return c.html(page(t, widget, { at, title: machine[t.lang][0], main: machinePage(t, machine) }));
    });
  }

  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, () => resolve(() => server.close()));
    server.on('error', reject);
  });
}
