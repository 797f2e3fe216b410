import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { clientAddress, prefixOf } from '../server/http/address.ts';

const from = (forwarded: string) =>
  ({ socket: { remoteAddress: '10.0.0.1' }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

it.each([
  ['198.51.100.7', '198.51.100'],
  ['198.51.100.7:50123', '198.51.100'],
  ['::ffff:198.51.100.7', '198.51.100'],
  ['2001:db8:1:2ff::7', '2001:0db8:0001:02'],
  ['[2001:db8:1:2ff::7]:50123', '2001:0db8:0001:02'],
  ['evil, 198.51.100.7:50124', '198.51.100'],
])('counts %s by its network, whichever port it came from', (forwarded, network) => {
  expect(prefixOf(clientAddress(from(forwarded), 1))).toBe(network);
});

it('ignores X-Forwarded-For without a proxy of our own in front', () => {
  expect(clientAddress(from('198.51.100.7'), 0)).toBe('10.0.0.1');
});
