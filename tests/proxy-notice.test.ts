import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examine } from '../db/sqlite/doctor.ts';
import type { Work } from '../server/jobs/contract.ts';
import { type Child, freePort, startChild } from './support/child.ts';
import { ADMIN } from './support/desk.ts';
import { Person } from './support/person.ts';

let dataDir: string;
let server: Child;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
});
afterAll(async () => {
  await server.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const NOTICE = 'requests come through a proxy, but PROXY_HOPS is 0';
const forwardedAt = async () => {
  const zoe = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
  return (await zoe.get<Work>('/api/work')).body.forwardedAt;
};
const doctorSays = () =>
  examine(join(dataDir, 'answerback.db')).find(({ what }) => what === 'the number of proxies in front')?.problem;
/** As a proxy passes a request on. */
const through = (header: string, value: string) =>
  new Person(server.url).send('GET', '/api/reply-times', undefined, { [header]: value });

it('a proxy that PROXY_HOPS does not count is logged once, and shown to admins and by doctor until it is counted', async () => {
  server = await startChild({ dataDir, port: await freePort() });
  await new Person(server.url).get('/api/reply-times');
  expect(await forwardedAt()).toBe(null);
  expect(doctorSays()).toBe(null);

  await through('x-forwarded-for', '198.51.100.7');
  await through('forwarded', 'for=198.51.100.8');
  expect(await forwardedAt()).toBeGreaterThan(0);
  await expect.poll(doctorSays).toContain('Set PROXY_HOPS');
  expect(server.output().split(NOTICE)).toHaveLength(2);
  // The addresses of visitors stay out of the log.
  expect(server.output()).not.toContain('198.51.100');
  // Anybody can send the header. With a count that is too high, everybody could also choose their address.
  expect(doctorSays()).toContain('Without a proxy of yours');
  await server.kill('SIGTERM');
  expect(doctorSays()).toContain('Set PROXY_HOPS');

  server = await startChild({ dataDir, port: await freePort(), env: { PROXY_HOPS: '1' } });
  await through('x-forwarded-for', '198.51.100.7');
  expect(await forwardedAt()).toBe(null);
  await expect.poll(doctorSays).toBe(null);
  expect(server.output()).not.toContain(NOTICE);
});
