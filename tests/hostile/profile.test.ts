import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storageFolder } from '../../server/attachments/storage.ts';
import type { Me, Profile } from '../../server/people/contract.ts';
import { uuidv7 } from '../../db/ids.ts';
import { bomb, type Picked, picture } from '../support/files.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { tokenBy } from '../support/token.ts';
import { addStaff, createWorld, type World } from '../support/world.ts';

let world: World;
let pia: Person;
beforeAll(async () => {
  world = await createWorld();
  pia = await new Person(world.desk.url).register('Pia', 'pia@post.example');
});
afterAll(() => world.end());

type Refused = { error: { code: string; fields?: Record<string, string> } };
const file = (bytes: Buffer, name: string, type = 'image/png'): Picked => ({ bytes, name, type });
const pictureOf = (person: Person) =>
  stored<{ picture: string | null }>(world.desk, 'SELECT picture FROM users WHERE id = ?', person.id)[0]?.picture;
const row = ({ id }: { id: string }) => stored(world.desk, 'SELECT * FROM users WHERE id = ?', id);

/** Nothing of it anywhere: no file, nothing half-written. */
async function traces() {
  const folder = storageFolder(world.desk.dataDir);
  return { files: await readdir(folder), incoming: await readdir(join(folder, 'incoming')) };
}
const onlyPicture = 'Choose a picture: PNG, JPEG, WebP, GIF or AVIF.';
const svg = (inner: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inner}</svg>`);
const MIB = 2 ** 20;

const NO_PICTURES: [what: string, status: number, says: string, make: () => Picked | Promise<Picked>][] = [
  ['an SVG with a script', 422, onlyPicture, () => file(svg('<script>alert(1)</script>'), 'me.svg', 'image/svg+xml')],
  ['an SVG that is called a PNG', 422, onlyPicture, () => file(svg('<image href="file:///etc/passwd"/>'), 'me.png')],
  [
    'a page that begins as a GIF',
    422,
    onlyPicture,
    () => file(Buffer.from('GIF89a<script>alert(1)</script>'), 'x.gif'),
  ],
  ['a PDF', 422, onlyPicture, () => file(Buffer.from('%PDF-1.7\n1 0 obj'), 'me.pdf', 'application/pdf')],
  ['a program', 422, onlyPicture, () => file(Buffer.from('\x7FELF\x02\x01\x01', 'latin1'), 'me.jpg', 'image/jpeg')],
  ['a PNG without its end', 422, onlyPicture, () => file(Buffer.from('\x89PNG\r\n\x1A\nno', 'latin1'), 'half.png')],
  ['40,000 pixels square', 422, '40000 × 40000', () => file(bomb(40_000, 40_000), 'bomb.png')],
  ['a line of two million pixels', 422, 'pixels', () => file(bomb(2_000_000, 1_000), 'line.png')],
  ['a GIF of 40,000 pixels square', 422, '40000 × 40000', () => file(gif(40_000, 40_000), 'bomb.gif', 'image/gif')],
  ['11 MB', 413, 'the limit is 10 MB', () => file(Buffer.alloc(11 * MIB), 'large.png')],
  ['nothing', 422, 'the file is empty', () => file(Buffer.alloc(0), 'empty.png')],
];

/** A header that claims so many pixels, and next to nothing behind it. */
function gif(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.write('GIF89a', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  head[10] = 0x80;
  const frame = Buffer.from('2c00000000000000000002024401003b', 'hex');
  frame.writeUInt16LE(width, 5);
  frame.writeUInt16LE(height, 7);
  return Buffer.concat([head, Buffer.from([0, 0, 0, 255, 255, 255]), frame]);
}

describe('what is no picture is refused with the reason, and leaves nothing', () => {
  it.each(NO_PICTURES)('%s', async (_what, status, says, make) => {
    const before = await traces();
    const answer = await pia.puts<Refused>('/api/me/picture', await make());
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(says);
    expect(await traces()).toEqual(before);
    expect(pictureOf(pia)).toBeNull();
  });
});

/** What a picture may carry, and what must not be in ours: a place, a script, a second file, more than one frame. */
const CARRIERS: [what: string, never: RegExp, make: () => Promise<Picked>][] = [
  [
    'the place where it was taken',
    /Exif|GPS|SECRET/iu,
    async () => ({
      name: 'place.jpg',
      bytes: await sharp({ create: { width: 300, height: 300, channels: 3, background: '#336' } })
        .withExif({ IFD0: { Copyright: 'SECRET' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
        .jpeg()
        .toBuffer(),
    }),
  ],
  [
    'a page behind its last byte',
    /<script/u,
    async () => {
      const { bytes, name } = await picture('both.png', { width: 300, height: 300 });
      return { name, bytes: Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')]) };
    },
  ],
  [
    'an archive behind its last byte',
    /PK\x03\x04/u,
    async () => {
      const { bytes, name } = await picture('both.jpg', { width: 300, height: 300 });
      return { name, bytes: Buffer.concat([bytes, Buffer.from('PK\x03\x04evil', 'latin1')]) };
    },
  ],
  [
    'two hundred frames',
    /ANIM|ANMF/u,
    async () => {
      const frames = Array.from({ length: 200 }, (_none, at) => ({ r: at, g: 255 - at, b: 90 }));
      const pages = await Promise.all(
        frames.map(async (background) =>
          sharp({ create: { width: 20, height: 20, channels: 3, background } })
            .png()
            .toBuffer(),
        ),
      );
      return {
        name: 'moves.gif',
        bytes: await sharp(pages, { join: { animated: true } })
          .gif()
          .toBuffer(),
      };
    },
  ],
];

describe('a picture leaves behind', () => {
  it.each(CARRIERS)('%s', async (_what, never, make) => {
    const sent = await make();
    const { status, body } = await pia.puts<Profile>('/api/me/picture', { ...sent, type: 'text/html' });
    expect(status).toBe(200);
    const stays = await fetch(world.desk.url + body.picture, { headers: pia.headers });
    const bytes = Buffer.from(await stays.arrayBuffer());
    expect(stays.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 192, height: 192 });
    expect(bytes.toString('latin1')).not.toMatch(never);
    await pia.delete('/api/me/picture');
  });
});

describe('a picture is reached by nobody who may not', () => {
  it.each([
    ['another customer’s, by its address', async (own: string) => (await get(world.mia, own)).status, 404],
    ['a customer’s, without a session', async (own: string) => (await get(world.stranger, own)).status, 404],
    ['a key that was guessed', async () => (await get(world.zoe, `/api/pictures/${'0'.repeat(32)}`)).status, 404],
    ['the path of a file', async () => (await get(world.zoe, '/api/pictures/..%2Fanswerback.db')).status, 422],
    ['the key of an attachment', async () => (await get(world.zoe, await ofAttachment())).status, 404],
    [
      'put for a colleague',
      async () => (await world.ana.puts(`/api/users/${world.ben.id}/picture`, await any())).status,
      403,
    ],
    [
      'put for oneself past the own route',
      async () => (await pia.puts(`/api/users/${pia.id}/picture`, await any())).status,
      403,
    ],
    ['removed of a colleague', async () => (await world.ana.delete(`/api/users/${world.ben.id}/picture`)).status, 403],
    ['put by a stranger', async () => (await world.stranger.puts('/api/me/picture', await any())).status, 401],
    ['with a field beside it', async () => (await withField()).status, 422],
    ['as JSON', async () => (await pia.put('/api/me/picture', { file: 'x' })).status, 415],
  ])('%s', async (_what, attempt, status) => {
    const { picture: own } = (await pia.puts<Profile>('/api/me/picture', await any())).body;
    const before = pictureOf(pia);
    expect((await get(pia, own ?? '')).status).toBe(200);
    expect(await attempt(own ?? '')).toBe(status);
    expect([pictureOf(pia), pictureOf(world.ben)]).toEqual([before, null]);
  });

  const any = () => picture('me.png', { width: 40, height: 40 });
  const get = (person: Person, path: string) => fetch(world.desk.url + path, { headers: person.headers });
  async function ofAttachment() {
    const { id } = await pia.opens('With a file');
    const { body } = await pia.attaches(id, await any());
    const [kept] = stored<{ key: string }>(
      world.desk,
      'SELECT storage_key AS key FROM attachments WHERE id = ?',
      body.id,
    );
    return `/api/pictures/${kept?.key}`;
  }
  async function withField() {
    const form = new FormData();
    form.append('id', world.ben.id);
    form.append('file', new Blob([new Uint8Array((await any()).bytes)]), 'me.png');
    return pia.sendForm('/api/me/picture', form, 'PUT');
  }
});

const VALUES: [what: string, body: object, status: number, field: string][] = [
  ['a zone that is a path', { timeZone: '../../etc/passwd' }, 422, 'timeZone'],
  ['a zone of no place', { timeZone: 'Mars/Olympus' }, 422, 'timeZone'],
  ['an offset', { timeZone: '+02:00' }, 422, 'timeZone'],
  ['a zone of ten thousand characters', { timeZone: `Europe/${'a'.repeat(10_000)}` }, 422, 'timeZone'],
  ['a language of no people', { locale: 'qq-Zz' }, 422, 'locale'],
  ['a script as a language', { locale: '<script>' }, 422, 'locale'],
  ['a language of ten thousand characters', { locale: `en-${'x'.repeat(10_000)}` }, 422, 'locale'],
  ['no language', { locale: '' }, 422, 'locale'],
  ['a name of nothing but invisible characters', { name: '\u200B\u202E\u2800' }, 422, 'name'],
  ['a name of 81 characters', { name: 'x'.repeat(81) }, 422, 'name'],
  ['an address without a domain', { email: 'pia@', password: PASSWORD }, 422, 'email'],
  ['an address with another line', { email: 'pia@post.example\nBcc: x@y.example', password: PASSWORD }, 422, 'email'],
  ['an address that is taken, in another case', { email: 'JONAS@POST.example', password: PASSWORD }, 409, 'email'],
  ['the address of staff', { email: 'Ana@Desk.example ', password: PASSWORD }, 409, 'email'],
  ['another address, without the password', { email: 'new@post.example' }, 422, 'password'],
  [
    'another address, with a wrong password',
    { email: 'new@post.example', password: 'wrong wrong wrong' },
    422,
    'password',
  ],
  ['another role', { role: 'admin' }, 422, 'role'],
  ['a picture by its key', { picture: '0'.repeat(32) }, 422, 'picture'],
  ['a capacity', { capacity: 500 }, 422, 'capacity'],
  ['another id', { id: uuidv7() }, 422, 'id'],
];

describe('a profile takes nothing else', () => {
  it.each(VALUES)('%s', async (_what, body, status, field) => {
    const before = row(pia);
    const answer = await pia.patch<Refused>('/api/me', body);
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})]).toEqual([status, [field]]);
    expect(row(pia)).toEqual(before);
  });

  it('shows an address with letters of two scripts in its ASCII form, so that it looks like no other', async () => {
    const kim = await new Person(world.desk.url).register('Kim', `${uuidv7()}@post.example`);
    // The second letter is Cyrillic.
    const email = `${uuidv7()}@p\u043Estbank.example`;
    const { body } = await kim.patch<Me>('/api/me', { email, password: PASSWORD });
    expect(body.email).toMatch(/@xn--pstbank-[a-z0-9]+\.example$/u);
  });

  it('lets nobody guess the password by it', async () => {
    const eve = await addStaff(world.desk, 'Eve', 'agent');
    const guess = () => eve.patch('/api/me', { email: 'eve@post.example', password: `guess ${uuidv7()}` });
    const answers: number[] = [];
    for (let n = 0; n < 11; n += 1) answers.push((await guess()).status);
    expect(answers).toEqual([...Array<number>(10).fill(422), 429]);
    // Beyond the limit the right one is not looked at either.
    expect((await eve.patch('/api/me', { email: 'eve@post.example', password: PASSWORD })).status).toBe(429);
  });

  it('is not changed through an API token', async () => {
    const { program } = await tokenBy(pia);
    for (const [method, path] of [
      ['PATCH', '/api/me'],
      ['DELETE', '/api/me/picture'],
    ] as const) {
      const { status } = await program.send(method, path, method === 'PATCH' ? { name: 'Owned' } : undefined);
      expect([path, status]).toEqual([path, 403]);
    }
  });
});
