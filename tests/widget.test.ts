import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { addSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let site: { key: string };
beforeAll(async () => {
  world = await createWorld();
  site = await addSite(world.desk);
});
afterAll(() => world.end());

describe('a visitor', () => {
  it('can start without a form, and opens tickets of the channel widget', async () => {
    const visitor = await new Visitor(world.desk.url).begins(site.key, { page: 'https://shop.example/duo' });
    expect(visitor.me).toMatchObject({ kind: 'customer', email: null, name: expect.stringMatching(/^Visitor \d+$/u) });
    const ana = await world.ana.listen();
    const ticket = await visitor.opens('Does the Duo fit?');
    expect(ticket.channel).toBe('widget');
    await ana.until(() => ana.state.rows[ticket.id]?.customer.name === visitor.name);
    const theirs = await visitor.get<Snapshot>('/api/snapshot');
    expect(theirs.body.rows.map(({ id }) => id)).toEqual([ticket.id]);
    ana.close();
  });

  it('receives the reply on a socket with the token', async () => {
    const visitor = await new Visitor(world.desk.url).begins(site.key);
    const ticket = await visitor.opens('Hello');
    const here = await visitor.listen();
    await world.ana.says(ticket.id, 'Hello back');
    await here.heard('message.sent', ticket.id);
    here.close();
  });

  it('sees nothing of another visitor', async () => {
    const [one, other] = [new Visitor(world.desk.url), new Visitor(world.desk.url)];
    await one.begins(site.key);
    await other.begins(site.key);
    const ticket = await one.opens('Mine');
    expect((await other.get(`/api/tickets/${ticket.id}`)).status).toBe(404);
    expect((await one.get<TicketRow>(`/api/tickets/${ticket.id}`)).status).toBe(200);
  });

  it('is 404 for an unknown site', async () => {
    expect((await world.stranger.post('/api/widget/visitors', { site: 'no-such-site' })).status).toBe(404);
  });
});

describe('a credential', () => {
  it('is refused when it is sent as another kind', async () => {
    const visitor = await new Visitor(world.desk.url).begins(site.key);
    const { ana, stranger } = world;
    const asCookie = await stranger.send('GET', '/api/me', undefined, { cookie: `sid=${visitor.token}` });
    const staffSecret = ana.cookie.replace('sid=', '');
    const asBearer = await stranger.send('GET', '/api/me', undefined, { authorization: `Bearer ${staffSecret}` });
    expect([asCookie.status, asBearer.status]).toEqual([401, 401]);
  });

  it('of a visitor wins over a cookie, also when it is invalid', async () => {
    const visitor = await new Visitor(world.desk.url).begins(site.key);
    const { cookie } = world.ana;
    const both = await world.stranger.send<{ id: string }>('GET', '/api/me', undefined, {
      cookie,
      authorization: `Bearer ${visitor.token}`,
    });
    expect(both.body.id).toBe(visitor.id);
    for (const authorization of ['Bearer visitor_nobody', 'Bearer ', 'Basic YTpi', 'Bearer a b']) {
      const wrong = await world.stranger.send('GET', '/api/me', undefined, { cookie, authorization });
      expect(wrong.status).toBe(401);
    }
    const socket = io(world.desk.url, {
      transports: ['websocket'],
      extraHeaders: { cookie, origin: world.desk.url },
      auth: { token: 'visitor_nobody' },
      reconnection: false,
      forceNew: true,
    });
    const refused = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
    expect(JSON.stringify(refused)).toContain('signed_out');
    socket.disconnect();
  });
});

it('is described in the API description', async () => {
  interface Operation {
    security: object[];
  }
  const { body } = await world.stranger.get<{
    components: { securitySchemes: object };
    paths: Record<string, Record<string, Operation>>;
  }>('/api/openapi.json');
  expect(body.components.securitySchemes).toMatchObject({
    session: { type: 'apiKey', in: 'cookie', name: 'sid' },
    visitor: { type: 'http', scheme: 'bearer' },
  });
  const security = (path: string, method: string) => body.paths[path]?.[method]?.security;
  expect(security('/api/widget/identity', 'post')).toEqual([]);
  expect(security('/api/widget/visit', 'put')).toEqual([{ session: [] }, { bearer: [] }, { visitor: [] }]);
  expect(security('/api/tickets/{id}/visitor', 'get')).toEqual([{ session: [] }, { bearer: [] }]);
});
