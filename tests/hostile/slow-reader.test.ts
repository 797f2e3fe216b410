import { expect, it } from 'vitest';
import { UNSENT_MAX_BYTES } from '../../server/live/slow-sockets.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import { converge } from '../support/converge.ts';
import { openRawSocket } from '../support/raw-socket.ts';
import { createWorld } from '../support/world.ts';
import { within } from '../support/within.ts';

it('a client that stops reading is disconnected before much is buffered, slows nobody else, and can resume', async () => {
  const world = await createWorld();
  const { ana, ben, sol, zoe, jonas } = world;
  const ticket = await jonas.opens('A long story');
  const { body: snapshot } = await ana.get<Snapshot>('/api/snapshot');
  const slow = await openRawSocket({ url: world.desk.url, cookie: ana.cookie });
  slow.emit([
    'sync',
    { cursor: snapshot.cursor, epoch: snapshot.epoch, watching: [{ ticketId: ticket.id, after: 0 }] },
  ]);
  const desk = await ben.listen(ticket.id);
  slow.stopReading();

  // Whoever does not read cannot see that it was closed; her colleague sees her go.
  let isClosed = false;
  desk.socket.on('presence', ({ people }) => (isClosed = !people.some(({ id }) => id === ana.id)));
  const long = '€'.repeat(10_000);
  const most = (4 * UNSENT_MAX_BYTES) / (3 * long.length);
  let sent = 0;
  while (!isClosed && sent < most) {
    await Promise.all([ben, sol, zoe].map((person) => person.says(ticket.id, long)));
    sent += 3;
  }
  // What the kernel holds for it counts to nobody; ours is bounded, and swept each second.
  await expect.poll(() => isClosed, { timeout: within(5_000) }).toBe(true);
  await desk.until(() => desk.state.rows[ticket.id]?.lastSeq === sent + 1, 'all of it');
  const again = await ana.listen();
  await converge(ana, again);
  for (const listener of [desk, again]) listener.close();
  await world.end();
});
