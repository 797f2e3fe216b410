import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event, EventOf } from '../server/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import type { Message } from '../server/messages/contract.ts';
import { converge, shows } from './support/converge.ts';
import { lossyProxy } from './support/lossy-proxy.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { storedMessages } from './support/stored.ts';
import { insist } from './support/stubborn.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

it('stores what a visitor writes once and in order when 30 % of the answers are lost, also over becoming known', async () => {
  const { desk, ana } = world;
  const { key } = await addSite(desk, { identitySecret: SITE_SECRET });
  const sign = () => signFor('ida', { site: key, name: 'Ida Holm' });
  const elsewhere = new Visitor(desk.url);
  await elsewhere.identifies(key, sign());
  const visitor = await new Visitor(desk.url).begins(key);
  const ticket = await visitor.opens('The line is bad');
  const [hers, his] = [await ana.listen(ticket.id), await visitor.listen()];
  await shows(ana, hers, ticket.id);
  const proxy = await lossyProxy(desk.url, { share: 0.3, seed: 20261121 });
  const answers: Message[] = [];
  const write = async (n: number) =>
    answers.push(await insist(visitor, { ticketId: ticket.id, body: `Line ${n}`, through: proxy.url }));

  for (let n = 0; n < 14; n += 1) await write(n);
  const isSent = (event: Event): event is EventOf<'message.sent'> => event.type === 'message.sent';
  await his.until(() => his.events.filter(isSent).length === 14, '14 messages');
  // Stored, and the answer lost, when who wrote it becomes known as somebody who was here before.
  const last = { id: uuidv7(), body: 'Line 14' };
  const path = `/api/tickets/${ticket.id}/messages`;
  expect((await visitor.post(path, last)).status).toBe(201);
  expect((await visitor.identifies(key, sign())).body).toMatchObject({ joined: 1, me: { id: elsewhere.id } });
  const again = await visitor.post<Message>(path, last);
  expect(again.status).toBe(200);
  answers.push(again.body);
  for (let n = 15; n < 28; n += 1) await write(n);
  expect(proxy.dropped).toBeGreaterThan(4);

  const bodies = Array.from({ length: 28 }, (_, n) => `Line ${n}`);
  expect(answers.map(({ body, seq }) => [body, seq])).toEqual(bodies.map((body, n) => [body, n + 2]));
  const kept = storedMessages(desk.dataDir).filter(({ ticketId }) => ticketId === ticket.id);
  expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 29 }, (_, n) => n + 1));
  await hers.until(() => hers.events.filter(isSent).length >= 28, '28 messages');
  expect(hers.events.filter(isSent).map(({ message }) => message.body)).toEqual(bodies);
  const authors = hers.state.open[ticket.id]?.entries.flatMap((entry) =>
    entry.kind === 'message' ? entry.message.author.id : [],
  );
  expect(new Set(authors)).toEqual(new Set([elsewhere.id]));
  await converge(ana, hers);
  proxy.close();
  hers.close();
});
