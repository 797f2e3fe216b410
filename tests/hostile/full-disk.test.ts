import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { receive } from '../../server/attachments/receive.ts';
import { diskFull } from '../../server/errors.ts';

const MIB = 2 ** 20;

/** Many files may come at once, each small beside what was free when it began: together they would take what is the database's. */
it('an upload is refused during the transfer when the disk fills up, and not written to its end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  const path = join(folder, 'incoming');
  let asked = 0;
  const requireRoom = async () => {
    asked += 1;
    if (asked > 3) throw diskFull();
  };
  const server = createServer((request, response) => {
    receive(request, { path, maxBytes: 25 * MIB, requireRoom }).then(
      () => response.end('{}'),
      (error: unknown) => response.end(JSON.stringify({ code: Reflect.get(error as object, 'code') })),
    );
  }).listen(0);
  try {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(20 * MIB)]), 'large.bin');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://localhost:${port}/`, { method: 'POST', body: form });
    expect(await answer.json()).toEqual({ code: 'full' });
    expect((await stat(path)).size).toBeLessThan(8 * MIB);
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
});
