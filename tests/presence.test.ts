import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketPresence, ServerToClient } from '../server/contract.ts';
import type { Listener } from './support/listener.ts';
import type { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

type Message = Parameters<ServerToClient['queue-presence']>[0];

/** A connected desk and the presence that it has received. */
async function desk(person: Person, ...watching: string[]) {
  const listener = await person.listen();
  const messages: Message[] = [];
  const on = new Map<string, TicketPresence>();
  listener.socket.on('queue-presence', (message) => {
    messages.push(message);
    if (message.all) on.clear();
    for (const one of message.tickets) on.set(one.ticketId, one);
  });
  for (const id of watching) await listener.watch(id);
  async function until(ticketId: string, viewing: string[], writing: string[] = []) {
    const now = () => ({
      viewing: on.get(ticketId)?.viewing.toSorted() ?? [],
      writing: on.get(ticketId)?.writing ?? [],
    });
    await expect.poll(now).toEqual({ viewing: viewing.toSorted(), writing });
  }
  return { ...listener, listener, messages, on, until };
}
const types = (listener: Listener, ticketId: string, kind: 'message' | 'note' = 'message') =>
  listener.socket.emitWithAck('typing', { ticketId, kind });

describe('presence on a ticket', () => {
  it('reaches every desk when a colleague opens the ticket, types, sends and leaves', async () => {
    const { ana, ben, sol, jonas } = world;
    const ticket = await jonas.opens('Who has it?');
    const sols = await desk(sol);
    const [anas, bens] = [await desk(ana, ticket.id), await desk(ben, ticket.id)];
    await sols.until(ticket.id, [ana.id, ben.id]);
    await types(anas.listener, ticket.id);
    await sols.until(ticket.id, [ana.id, ben.id], [ana.id]);
    await ana.says(ticket.id, 'I have');
    await sols.until(ticket.id, [ana.id, ben.id]);
    bens.close();
    await sols.until(ticket.id, [ana.id]);
    await anas.socket.emitWithAck('unwatch', { ticketId: ticket.id });
    await sols.until(ticket.id, []);
    for (const one of [sols, anas]) one.close();
  });

  it('is complete on a desk that connects later, and expires when a colleague stops typing', async () => {
    const { ana, sol, jonas } = world;
    const ticket = await jonas.opens('Typed, and not sent');
    const [first, anas] = [await desk(sol), await desk(ana, ticket.id)];
    await types(anas.listener, ticket.id);
    await first.until(ticket.id, [ana.id], [ana.id]);
    const later = await sol.listen();
    const told: Message[] = [];
    later.socket.on('queue-presence', (message) => told.push(message));
    await later.socket.emitWithAck('sync', { cursor: later.state.cursor, epoch: later.state.epoch, watching: [] });
    await expect.poll(() => told.some(({ all }) => all)).toBe(true);
    expect(told[0]?.tickets).toContainEqual({ ticketId: ticket.id, viewing: [ana.id], writing: [ana.id] });
    await first.until(ticket.id, [ana.id]);
    for (const one of [first, anas, later]) one.close();
  });

  it('shows neither note writing nor customers, and never reaches a customer', async () => {
    const { ana, sol, jonas } = world;
    const ticket = await jonas.opens('Between us');
    const [sols, anas, his] = [await desk(sol), await desk(ana, ticket.id), await jonas.listen()];
    await sols.until(ticket.id, [ana.id]);
    await types(anas.listener, ticket.id, 'note');
    await types(his, ticket.id);
    await types(anas.listener, ticket.id);
    await sols.until(ticket.id, [ana.id], [ana.id]);
    expect(
      sols.messages.flatMap(({ tickets }) => tickets).flatMap(({ viewing, writing }) => [...viewing, ...writing]),
    ).not.toContain(jonas.id);
    await his.until(() => his.bytes().includes('"typing"'), 'that Ana types');
    expect(his.bytes()).not.toContain('queue-presence');
    for (const one of [sols, anas, his]) one.close();
  });

  it('is sent at most once a second, however much staff click and type', async () => {
    const { ana, ben, sol, jonas } = world;
    const tickets = [await jonas.opens('One'), await jonas.opens('Two'), await jonas.opens('Three')];
    const [sols, anas, bens] = [await desk(sol), await desk(ana), await desk(ben)];
    const began = performance.now();
    const before = sols.messages.length;
    for (const { id } of tickets)
      for (const one of [anas, bens]) {
        await one.listener.watch(id);
        await types(one.listener, id);
        await one.socket.emitWithAck('unwatch', { ticketId: id });
      }
    const [last] = tickets;
    await anas.listener.watch(last?.id ?? '');
    await sols.until(last?.id ?? '', [ana.id], [ana.id, ben.id]);
    const seconds = (performance.now() - began) / 1_000;
    expect(sols.messages.length - before).toBeLessThanOrEqual(1 + Math.ceil(seconds));
    for (const one of [sols, anas, bens]) one.close();
  });
});
