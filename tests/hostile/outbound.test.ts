import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublic } from '../../server/outbound/addresses.ts';
import { allowListIn } from '../../server/outbound/allow-list.ts';
import { addressProblem } from '../../server/outbound/destination.ts';
import { OutboundError } from '../../server/outbound/outbound-error.ts';
import { safeFetch } from '../../server/outbound/safe-fetch.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const nothing = allowListIn('');
if (!nothing) throw new Error('An empty list is one.');
const options = { allow: nothing, timeoutMs: 2_000 };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const refusalOf = (url: string) =>
  safeFetch(url, options).then(
    ({ status }) => `an answer: ${status}`,
    (error: unknown) => (error instanceof OutboundError ? error.code : String(error)),
  );

/** Every way to write an address of this machine or its network, with and without the port of something that listens. */
const INSIDE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '127.255.255.254',
  '0',
  '0.0.0.0',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  'localhost',
  'LOCALHOST.',
  'ｌocalhost',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
  '[5f00::1]',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '169.254.170.2',
  '[::ffff:169.254.169.254]',
  '100.100.100.200',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.0.192',
  '198.18.0.1',
  '198.19.255.255',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
];

describe('an address inside the network is never called', () => {
  it.each(INSIDE)('%s', async (host) => {
    for (const at of [`https://${host}:${receiver.port}/`, `https://${host}/`, `http://${host}:${receiver.port}/`])
      expect([at, await refusalOf(at)]).toEqual([at, 'refused']);
    expect(receiver.connections()).toBe(0);
  });
});

describe('an address that is none for a call is refused', () => {
  it.each([
    ['', 'https://'],
    ['hooks.example/x', 'https://'],
    ['//hooks.example/x', 'https://'],
    ['ftp://hooks.example/', 'https://'],
    ['file:///etc/passwd', 'https://'],
    ['gopher://127.0.0.1:6379/_FLUSHALL', 'https://'],
    ['data:text/plain,x', 'https://'],
    ['blob:https://hooks.example/x', 'https://'],
    ['unix:/var/run/docker.sock', 'https://'],
    ['http://hooks.example/', 'Use https'],
    ['HTTP://hooks.example/', 'Use https'],
    ['https://zoe:secret@hooks.example/', 'without a name or a password'],
    ['https://127.0.0.1@hooks.example/', 'without a name or a password'],
    ['https://:secret@hooks.example/', 'without a name or a password'],
    ['https://hooks.example:99999/', 'https://'],
    ['https://[::1/', 'https://'],
    ['https://[fe80::1%25eth0]/', 'https://'],
    ['https://exa mple/', 'https://'],
    ['https://127.0.0.1%00.hooks.example/', 'https://'],
    [`https://hooks.example/${'x'.repeat(2_001)}`, 'https://'],
  ])('%s', (url, words) => {
    expect(addressProblem(url, nothing)).toContain(words);
  });

  it.each([
    'https://hooks.example/',
    'https://HOOKS.example:8443/a?b#c',
    'https://bücher.example/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
    'https://hooks.example/http://127.0.0.1/',
    'https://hooks.example?@127.0.0.1/',
  ])('but this is fine: %s', (url) => {
    expect(addressProblem(url, nothing)).toBeNull();
  });
});

describe('what is public', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '169.253.1.1',
    '198.17.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '2001:4860:4860::8888',
  ])('%s is', (address) => expect(isPublic(address)).toBe(true));
  it.each([
    '',
    'x',
    '1.2.3',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::',
    'fe80::1%lo',
    '2606:4700::1111%lo',
    '3fff::1',
    '4000::1',
    '2001:1ff::1',
  ])('%j is not', (address) => expect(isPublic(address)).toBe(false));
});
