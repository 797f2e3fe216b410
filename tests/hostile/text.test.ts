import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/person.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let ticketId: string;
beforeAll(async () => {
  world = await createWorld();
  ticketId = (await world.jonas.opens('Texts')).id;
});
afterAll(() => world.end());

/** As staff, whose pace is made for many customers. */
const write = (body: unknown, by: Person = world.ana) =>
  by.post<{ id: string; body: string }>(`/api/tickets/${ticketId}/messages`, { body });

const MARKUP = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  '[click](javascript:alert(1))',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '</textarea></title></style><script>alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '<!-- --><iframe srcdoc="<script>alert(1)</script>">',
  '&lt;script&gt; &amp; &#x3c;',
  '\\u003cscript\\u003e',
  '=cmd|"/c calc"!A1',
];
const SCRIPTS = [
  ['right to left inside left to right', 'abc \u202Eevil\u202C def'],
  ['zero width joiners of a family', '👨‍👩‍👧‍👦'],
  ['a zero width non-joiner of Persian', 'می\u200Cخواهم'],
  ['a grapheme of 400 marks', `a${'\u0301'.repeat(400)}`],
  ['a letter that looks like another', 'раypal'],
  ['plane after plane', '𝒳𠮷🏳️‍🌈'],
  ['separators of lines and paragraphs', 'a\u2028b\u2029c'],
  ['a replacement character', 'a\uFFFDb'],
  ['a noncharacter', 'a\uFFFEb'],
  ['tabs and lines', '\tone\n\n\ntwo'],
] as const;

describe('a written text', () => {
  it.each([...MARKUP.map((text) => ['markup', text] as const), ...SCRIPTS])(
    'is kept and given back as it is: %s %s',
    async (_kind, text) => {
      const sent = await write(text);
      expect(sent).toMatchObject({ status: 201, body: { body: text } });
      expect(sent.headers.get('content-type')).toBe('application/json');
      const read = await world.jonas.get(`/api/tickets/${ticketId}/messages/${sent.body.id}`);
      expect(read.body).toMatchObject({ body: text });
    },
  );

  it('reaches a socket unchanged', async () => {
    const listener = await world.jonas.listen();
    const { body } = await write(MARKUP.join('\n'));
    await listener.until(
      () => listener.events.some((event) => event.type === 'message.sent' && event.message.id === body.id),
      'the message',
    );
    expect(listener.events.at(-1)).toMatchObject({ message: { body: MARKUP.join('\n') } });
    listener.close();
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \n\t '],
    ['what shows nothing', '\u200B\u200D\u2060\uFEFF\u202E'],
    ['controls only', '\u0000\u0007\u001B'],
    ['hidden tags', '\u{E0041}\u{E0042}\u{E007F}'],
    ['a filler', '\u3164\uFE0F'],
    ['20,000 characters', 'x'.repeat(20_000)],
    ['one character too many', 'x'.repeat(10_001)],
    ['half a character', 'a\uD83D'],
    ['the other half', '\uDE00b'],
    ['halves in the wrong order', '\uDE00\uD83D'],
    ['null', null],
    ['a number', 1e21],
    ['a list', ['text']],
    ['an object', { toString: 'x' }],
    ['true', true],
  ])('is refused where it is %s, in a message, a note, a first message and an edit', async (_case, body) => {
    const { jonas, ana } = world;
    const said = await write('to edit');
    const answers = [
      await write(body),
      await write(body, jonas),
      await ana.post(`/api/tickets/${ticketId}/notes`, { body }),
      await jonas.post('/api/tickets', { subject: 'x', body }),
      await ana.patch(`/api/tickets/${ticketId}/messages/${said.body.id}`, { body }),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 422,
        body: { error: { code: 'invalid', fields: { body: expect.any(String) } } },
      });
  });

  it('is accepted up to the longest length, and loses control characters', async () => {
    expect((await write('x'.repeat(10_000))).status).toBe(201);
    expect((await write('\u0000a\u001B[31mb\r\nc\u0007\u007F  ')).body.body).toBe('a[31mb\nc');
  });
});

describe('a name and a subject', () => {
  it.each([
    ['bidi controls', 'Al\u202Eice\u202C', 'Alice'],
    ['zero width characters', 'A\u200Bl\u2060i\uFEFFce', 'Alice'],
    ['line breaks', 'Alice\r\nBcc: all', 'Alice Bcc: all'],
    ['another normal form', 'Alice\u0301', 'Alicé'],
    ['a wealth of spaces', '  Al   ice\u00A0\u3000', 'Al ice'],
    ['markup', '<b>Alice</b>', '<b>Alice</b>'],
    ['a control', 'Al\u0000ice', 'Alice'],
    ['hidden tags', 'Alice\u{E0041}\u{E0042}\u{E007F}', 'Alice'],
    ['joiners where no script has them', 'A\u200Dl\u200Cice\u200D', 'Alice'],
    ['marks of direction', 'Al\u200Eice\u200F', 'Alice'],
    ['annotations', 'Al\uFFF9ice\uFFFB', 'Alice'],
  ])('is one line that shows what it is: %s', async (_case, given, kept) => {
    const { zoe, mia } = world;
    expect((await zoe.patch(`/api/users/${mia.id}`, { name: given })).body).toMatchObject({ name: kept });
    expect((await mia.post('/api/tickets', { subject: given, body: 'x' })).body).toMatchObject({
      subject: kept,
      customer: { name: kept },
    });
  });

  it.each([
    ['a non-joiner of Persian', 'می\u200Cخواهم'],
    ['a joiner of Sinhala', 'ශ්\u200Dරී ලංකා'],
    ['a non-joiner of Bengali', 'র\u200C্যাব'],
    ['an explicit half of Devanagari', 'क्\u200Dष'],
    ['a family', '👨\u200D👩\u200D👧 Berg'],
    ['a heart of two parts', 'Zoë ❤️\u200D🔥'],
    ['a hand of a colour', '🧑🏽\u200D🚒'],
    ['flags', '🇩🇪 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
    ['a variant of a Japanese name', '葛\u{E0100}城'],
    ['a vowel separator of Mongolian', 'ᠬᠠᠨ\u180Eᠠ'],
    ['a mark that orders a text from the right', 'C#\u200E שלום'],
    ['a text in Braille', '⠓⠑⠇⠇⠕⠀⠺'],
  ])('keeps the invisible that belongs to its words: %s', async (_case, given) => {
    const { zoe, jonas } = world;
    expect((await zoe.patch(`/api/users/${jonas.id}`, { name: given })).body).toMatchObject({ name: given });
    const ticket = await jonas.post<{ id: string }>('/api/tickets', { subject: given, body: 'x' });
    expect(ticket.body).toMatchObject({ subject: given, customer: { name: given } });
    const file = await jonas.attaches(ticket.body.id, { name: `${given}.txt`, bytes: Buffer.from('x') });
    expect(file.body).toMatchObject({ name: `${given}.txt` });
  });

  it.each([
    ['nothing', '\u200B \u202E'],
    ['a blank of Braille', '\u2800'],
    ['a joiner alone', '\u200D\uFE0F'],
    ['hidden tags', '\u{E0041}\u{E0042}'],
    ['too long', 'x'.repeat(201)],
    ['broken', 'x\uD800'],
  ])('is refused where it is %s', async (_case, given) => {
    expect((await world.zoe.patch(`/api/users/${world.mia.id}`, { name: given })).status).toBe(422);
    expect((await world.mia.post('/api/tickets', { subject: given, body: 'x' })).status).toBe(422);
  });
});

describe('keys of a prototype', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__'])(
    'change nothing in anybody else’s object: %s',
    async (key) => {
      const raw = `{"subject":"x","body":"x","${key}":{"isAdmin":true,"role":"admin"}}`;
      const answer = await world.mia.post<object>('/api/tickets', raw);
      expect([201, 422]).toContain(answer.status);
      expect(JSON.stringify(answer.body)).not.toContain('isAdmin');
      expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
      expect((await world.mia.get(`/api/tickets?${key}=x&${key}[role]=admin`)).status).not.toBe(500);
      expect((await world.mia.get('/api/users')).status).toBe(403);
    },
  );
});

describe('a number', () => {
  it.each([1e308, -1, 0.5, '1', null, [1], true, Number.MAX_SAFE_INTEGER + 2])(
    'that is out of all bounds never stands as read: %j',
    async (seq) => {
      const answer = await world.jonas.put<{ seen: { customer: { seq: number } }; lastSeq: number }>(
        `/api/tickets/${ticketId}/read`,
        { seq },
      );
      expect([200, 422]).toContain(answer.status);
      if (answer.status === 200) expect(answer.body.seen.customer.seq).toBe(answer.body.lastSeq);
    },
  );
});
