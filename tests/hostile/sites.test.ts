import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LOOK, type Site } from '../../server/sites/contract.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const site = (more: object) => world.zoe.post<Site>('/api/sites', { name: 'Orla', origins: [], ...more });
const look = (more: object) => site({ look: { ...DEFAULT_LOOK, ...more } });
const hours = (more: object) =>
  site({ hours: { timeZone: 'Europe/Madrid', week: [[], [], [], [], [], [], []], holidays: [], ...more } });

describe('the address of a site', () => {
  it.each([
    ['https://shop.example/', 'https://shop.example'],
    ['  https://shop.example ', 'https://shop.example'],
    ['HTTPS://Shop.Example', 'https://shop.example'],
    ['https://shop.example:443', 'https://shop.example'],
    ['https://shop.example:8443', 'https://shop.example:8443'],
    ['https://müller.example', 'https://xn--mller-kva.example'],
    ['https://шоп.example', 'https://xn--n1acz.example'],
    ['https://intranet', 'https://intranet'],
    ['https://10.0.0.7', 'https://10.0.0.7'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ])('%s is kept as a browser says it: %s', async (given, kept) => {
    expect((await site({ origins: [given, given] })).body).toMatchObject({ origins: [kept] });
  });

  it.each([
    ['nothing', ''],
    ['no scheme', 'shop.example'],
    ['a page', 'https://shop.example/cart'],
    ['a query', 'https://shop.example/?x'],
    ['an empty query', 'https://shop.example/?'],
    ['a hash', 'https://shop.example#x'],
    ['all of them', '*'],
    ['all below one', 'https://*.shop.example'],
    ['any port', 'https://shop.example:*'],
    ['a script', `javascript${':'}alert(1)`],
    ['a document', 'data:text/html,<script>alert(1)</script>'],
    ['a file', 'file:///etc/passwd'],
    ['a socket', 'wss://shop.example'],
    ['no origin at all', 'null'],
    ['plain http', 'http://shop.example'],
    ['http on another’s machine', 'http://10.0.0.7'],
    ['a name and a password', 'https://a:b@shop.example'],
    ['another directive', 'https://a;script-src'],
    ['a keyword', "https://'self'"],
    ['a comma', 'https://a,b'],
    ['two of them', 'https://a.example https://b.example'],
    ['a line', 'https://a.example\r\nSet-Cookie: x=y'],
    ['a dot at the end', 'https://shop.example.'],
    ['an address of six', 'https://[::1]'],
    ['a host that hides something', 'https://shop\u202E.example'],
    ['a number', 7],
    ['too long', `https://${'a'.repeat(300)}.example`],
  ])('is not %s', async (_what, origin) => {
    const answer = await site({ origins: [origin] });
    expect(answer).toMatchObject({ status: 422, body: { error: { fields: { 'origins.0': expect.any(String) } } } });
  });

  it('has a limit of fifty per site', async () => {
    const many = (n: number) => Array.from({ length: n }, (_one, at) => `https://s${at}.example`);
    expect((await site({ origins: many(50) })).status).toBe(201);
    expect((await site({ origins: many(51) })).body).toMatchObject({
      error: { fields: { origins: expect.stringContaining('50') } },
    });
  });
});

const field = { name: 'order', label: 'Order number', type: 'text', choices: [], required: false };
describe('what a site says', () => {
  it.each([
    ['a colour by name', { brand: 'red' }],
    ['a short colour', { brand: '#abc' }],
    ['a colour with more in it', { brand: '#1c5c45;}body{display:none' }],
    ['a colour of another kind', { brand: 'url(https://evil.example)' }],
    ['a third side', { side: 'top' }],
    ['a huge title', { title: 'x'.repeat(61) }],
    ['a huge greeting', { greeting: 'x'.repeat(100_000) }],
    ['a broken character', { greeting: 'a\uD800' }],
    ['a field of ours that is not there', { css: '*{}' }],
    ['nine things to ask', { fields: Array.from({ length: 9 }, (_one, at) => ({ ...field, name: `f${at}` })) }],
    ['one thing twice', { fields: [field, field] }],
    ['a thing by the name of a prototype', { fields: [{ ...field, name: '__proto__' }] }],
    ['a thing without words', { fields: [{ ...field, label: ' \u200B ' }] }],
    ['a thing of another type', { fields: [{ ...field, type: 'password' }] }],
    ['one choice', { fields: [{ ...field, type: 'choice', choices: ['a'] }] }],
    ['the same choice twice', { fields: [{ ...field, type: 'choice', choices: ['a', 'a'] }] }],
    ['choices of a text', { fields: [{ ...field, choices: ['a', 'b'] }] }],
    ['21 choices', { fields: [{ ...field, type: 'choice', choices: Array.from({ length: 21 }, String) }] }],
  ])('is not %s', async (_what, more) => {
    const answer = await look(more);
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
    expect(JSON.stringify(answer.body)).not.toMatch(/x{61}|evil/u);
  });

  it.each([
    ['six days', { week: [[], [], [], [], [], []] }],
    ['a shift that ends before it begins', { week: [[['17:00', '09:00']], [], [], [], [], [], []] }],
    [
      'shifts that overlap',
      {
        week: [
          [
            ['09:00', '13:00'],
            ['12:00', '15:00'],
          ],
          [],
          [],
          [],
          [],
          [],
          [],
        ],
      },
    ],
    ['an hour that no clock has', { week: [[['25:00', '26:00']], [], [], [], [], [], []] }],
    ['a zone that is not there', { timeZone: 'Mars/Olympus' }],
    ['a holiday that the calendar has not', { holidays: ['2026-02-31'] }],
    ['a holiday in words', { holidays: ['Christmas'] }],
    ['holidays for ever', { holidays: Array.from({ length: 201 }, () => '2026-12-25') }],
  ])('of its hours is not %s', async (_what, more) => {
    expect((await hours(more)).status).toBe(422);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    '{{constructor.constructor("alert(1)")()}}',
    '=cmd|"/c calc"!A1',
    '<!--<script>',
  ])('may be %s, and is that and nothing else', async (text) => {
    const fields = [{ ...field, label: text, type: 'choice', choices: [text, 'b'] }];
    const answer = await site({
      name: text,
      look: { ...DEFAULT_LOOK, title: text, greeting: text, away: text, fields },
    });
    expect(answer).toMatchObject({ status: 201, body: { name: text, look: { title: text, greeting: text, fields } } });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('loses invisible and direction-changing characters', async () => {
    const answer = await look({ title: 'Ask\u202E su \u200Bnow' });
    expect(answer.body).toMatchObject({ look: { title: 'Ask su now' } });
  });

  it('must have a visible name and a valid id', async () => {
    for (const more of [{ name: '' }, { name: '\u200B' }, { id: '1' }, { key: 'mine' }, { identitySecret: 'x' }])
      expect((await site(more)).status).toBe(422);
  });
});
