import { afterEach, expect, it } from 'vitest';
import { createThread } from '../server/threads.ts';
import type { EchoCalls } from './support/echo.worker.ts';

const echo = (idleMs?: number) =>
  createThread<EchoCalls>(new URL('./support/echo.worker.ts', import.meta.url), 'you said', idleMs);
let thread = echo();
afterEach(() => {
  thread.stop();
  thread = echo();
});

it('a call to a thread is answered by the function of its name', async () => {
  const answers = await Promise.all([thread.call('echo', 'one'), thread.call('echo', 'two')]);
  expect(answers).toEqual(['you said one', 'you said two']);
  expect(thread.size).toBe(0);
});

it('a call whose function throws rejects, and the thread goes on', async () => {
  const before = await thread.call('which', undefined);
  await expect(thread.call('refuse', 'not today')).rejects.toThrow('not today');
  expect(await thread.call('which', undefined)).toBe(before);
});

it('a thread that crashes rejects every open call, and the next call starts another thread', async () => {
  const before = await thread.call('which', undefined);
  const results = await Promise.allSettled([thread.call('crash', undefined), thread.call('crash', undefined)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(thread.size).toBe(0);
  expect(await thread.call('which', undefined)).toBeGreaterThan(before);
});

it('a call that takes too long is answered with its limit', async () => {
  expect(await thread.call('never', undefined, { ms: 1, otherwise: 'late' })).toBe('late');
  expect(thread.size).toBe(0);
});

it('a thread that nobody calls ends, and the next call starts another', async () => {
  thread = echo(1);
  const before = await thread.call('which', undefined);
  await expect.poll(() => thread.call('which', undefined)).toBeGreaterThan(before);
});

it('stopping rejects what is still open', async () => {
  const open = thread.call('crash', undefined);
  thread.stop();
  await expect(open).rejects.toThrow('The server is stopping.');
});
