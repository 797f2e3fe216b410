/** B4: Hono on Node says hello, in JSON, to a GET and to a POST. */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createServer } from 'node:http';

const app = new Hono()
  .get('/hello', (c) => c.json({ hello: 'world' }))
  .post('/hello', async (c) => c.json({ hello: await c.req.json() }));
const listener = getRequestListener(app.fetch);
createServer((request, response) => void listener(request, response)).listen(
  Number(process.env['PORT']),
  '127.0.0.1',
  () => process.stdout.write('ready\n'),
);
process.once('SIGTERM', () => process.exit(0));
