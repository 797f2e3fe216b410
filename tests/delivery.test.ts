import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event, EventOf } from '../server/contract.ts';
import type { Message } from '../server/messages/contract.ts';
import { converge } from './support/converge.ts';
import { lossyProxy } from './support/lossy-proxy.ts';
import { insist } from './support/stubborn.ts';
import { createWorld, addStaff, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

it('stores and shows 500 messages once each, in one order, when 30 % of the answers are lost', async () => {
  const { desk, zoe, sol, ana, ben, jonas } = world;
  const eve = await addStaff(world.desk, 'Eve', 'agent');
  const ticket = await jonas.opens('The line is bad');
  const [his, hers] = await Promise.all([jonas.listen(), ana.listen(ticket.id)]);
  const proxy = await lossyProxy(desk.url, { share: 0.3, seed: 20261121 });

  const answers: Message[] = [];
  await Promise.all(
    [zoe, sol, ana, ben, eve].map(async (person) => {
      for (let i = 0; i < 100; i += 1) {
        answers.push(await insist(person, { ticketId: ticket.id, body: `${person.name} ${i}`, through: proxy.url }));
      }
    }),
  );
  expect(proxy.dropped).toBeGreaterThan(100);

  const sent = (event: Event): event is EventOf<'message.sent'> => event.type === 'message.sent';
  for (const listener of [his, hers]) {
    await listener.until(() => listener.events.filter(sent).length >= 500, '500 messages');
    const seen = listener.events.filter(sent).map((event) => event.message);
    expect(seen.map((message) => message.seq)).toEqual(Array.from({ length: 500 }, (_, i) => i + 2));
    expect(new Set(seen.map((message) => message.id)).size).toBe(500);
    expect(new Map(seen.map((message) => [message.id, message.seq]))).toEqual(
      new Map(answers.toSorted((a, b) => a.seq - b.seq).map((message) => [message.id, message.seq])),
    );
  }

  const stored: Message[] = [];
  for (let after = 0; after < 501; after = stored.at(-1)?.seq ?? 501) {
    const { body } = await jonas.get<{ items: Message[] }>(
      `/api/tickets/${ticket.id}/messages?after=${after}&limit=100`,
    );
    stored.push(...body.items);
  }
  expect(stored.map((message) => message.seq)).toEqual(Array.from({ length: 501 }, (_, i) => i + 1));
  await converge(ana, hers);
  proxy.close();
  his.close();
  hers.close();
});
