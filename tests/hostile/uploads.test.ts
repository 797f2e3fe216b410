import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storageFolder } from '../../server/attachments/storage.ts';
import { uuidv7 } from '../../db/ids.ts';
import { bomb, type Picked, picture, text } from '../support/files.ts';
import { stored } from '../support/stored.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let ticketId: string;
let photo: Picked;
beforeAll(async () => {
  world = await createWorld();
  ticketId = (await world.jonas.opens('Uploads')).id;
  photo = await picture('photo.png');
});
afterAll(() => world.end());

const MIB = 2 ** 20;
const path = (id = ticketId) => `/api/tickets/${id}/attachments`;
const file = (bytes: Buffer, name: string, type = 'image/png'): Picked => ({ bytes, name, type });

/** Nothing of it anywhere: no row, no file, nothing half-written. */
async function traces() {
  const folder = storageFolder(world.desk.dataDir);
  return {
    rows: stored(world.desk, 'SELECT id FROM attachments').length,
    files: (await readdir(folder)).length,
    incoming: (await readdir(join(folder, 'incoming'))).length,
  };
}

const REFUSED: [what: string, status: number, says: string, file: () => Picked][] = [
  ['nothing at all', 422, 'the file is empty', () => file(Buffer.alloc(0), 'empty.png')],
  ['26 MB', 413, 'Not sent: the file is 26 MB, the limit is 25 MB.', () => file(Buffer.alloc(26 * MIB), 'large.bin')],
  ['a little over 25 MB', 413, 'too large, the limit is 25 MB', () => file(Buffer.alloc(25 * MIB + 1), 'larger.bin')],
  ['50,000 pixels square in a few hundred bytes', 422, '50000 × 50000', () => file(bomb(50_000, 50_000), 'bomb.png')],
  ['a very long line of pixels', 422, 'pixels', () => file(bomb(2_000_000, 1_000), 'line.png')],
];

describe('an upload is refused with an explanation, and nothing is stored', () => {
  it.each(REFUSED)('%s', async (_what, status, says, make) => {
    const before = await traces();
    const answer = await world.jonas.attaches(ticketId, make());
    expect(answer).toMatchObject({ status, body: { error: { message: expect.stringContaining(says) } } });
    expect(await traces()).toEqual(before);
  });

  it('if it is cut off in the middle', async () => {
    const before = await traces();
    const cut = request(world.desk.url + path(), {
      method: 'POST',
      headers: {
        origin: world.desk.url,
        cookie: world.jonas.cookie,
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 5 * MIB,
      },
    });
    cut.on('error', () => {});
    cut.write('--x\r\nContent-Disposition: form-data; name="file"; filename="half.bin"\r\n\r\n');
    cut.write(Buffer.alloc(2 * MIB));
    await expect.poll(async () => (await traces()).incoming).toBe(before.incoming + 1);
    cut.destroy();
    await expect.poll(traces).toEqual(before);
  });
});

const evil = '<script>alert(1)</script>';
const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
const elf = Buffer.concat([Buffer.from('\x7FELF\x02\x01\x01\x00', 'latin1'), Buffer.alloc(64, 1)]);
const DOWNLOADS: [what: string, name: string, type: string, content: Buffer][] = [
  ['an executable that is called a picture', 'holiday.png', 'application/octet-stream', elf],
  ['an SVG with a script', 'logo.svg', 'text/plain', Buffer.from(svg)],
  ['a page', 'invoice.html', 'text/plain', Buffer.from(`<!doctype html>${evil}`)],
  ['a page that is called a picture', 'cat.jpg', 'text/plain', Buffer.from(evil)],
  [
    'a picture that begins as one and is none',
    'half.png',
    'application/octet-stream',
    Buffer.from('\x89PNG\r\n\x1A\nno', 'latin1'),
  ],
  ['a picture of a phone', 'IMG_1.HEIC', 'image/heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ['a film', 'a.mp4', 'video/mp4', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1')],
  ['a PDF', 'doc.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n1 0 obj << /S /JavaScript >>')],
  [
    'a GIF that is a script, cut before its picture',
    'x.gif',
    'application/octet-stream',
    Buffer.from(`GIF89a/*${'\0'.repeat(40)}*/=1;alert(1)`),
  ],
];

describe('a file that is only offered as a download', () => {
  it.each(DOWNLOADS)('%s', async (_what, name, type, bytes) => {
    const { status, body } = await world.jonas.attaches(ticketId, file(bytes, name));
    expect(status).toBe(201);
    expect(body).toMatchObject({ type, width: null, height: null, hasThumbnail: false });
    const got = await world.jonas.downloads(body.id);
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; /u),
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect((await world.jonas.downloads(body.id, '/thumbnail')).status).toBe(404);
  });
});

describe('an image loses everything but the image', () => {
  it.each([
    ['a script after its end', async () => Buffer.concat([(await picture('a.gif')).bytes, Buffer.from(evil)])],
    ['a page after its end', async () => Buffer.concat([photo.bytes, Buffer.from(`<html>${evil}`)])],
    [
      'a script in its comment',
      () =>
        sharp(photo.bytes)
          .withExif({ IFD0: { ImageDescription: evil } })
          .jpeg()
          .toBuffer(),
    ],
    [
      'a GIF that is a script and a picture',
      async () => {
        const gif = (await picture('a.gif', { width: 12_074, height: 8 })).bytes;
        return Buffer.concat([gif, Buffer.from(`*/=1;${evil}`)]);
      },
    ],
  ])('with %s', async (_what, make) => {
    const bytes = await make();
    expect(bytes.includes('alert')).toBe(true);
    const { body } = await world.jonas.attaches(ticketId, file(bytes, 'polyglot.html', 'text/html'));
    expect(body.type).toMatch(/^image\//u);
    expect(body.name).toMatch(/^polyglot\.html\.(png|jpg|gif)$/u);
    const got = await world.jonas.downloads(body.id);
    expect(got.bytes.includes('alert')).toBe(false);
    expect(got.headers.get('content-security-policy')).toBe(`default-src 'none'; sandbox`);
  });
});

const NAMES: [given: string, kept: string][] = [
  ['../../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system.ini', 'system.ini'],
  ['..', 'file'],
  ['', 'file'],
  ['a\u0000b.txt', 'ab.txt'],
  ['gnp.\u202Etxt.exe', 'gnp.txt.exe'],
  ['inv\u200Boice\u2066.pdf', 'invoice.pdf'],
  ['  spaced \t out .txt ', 'spaced out .txt'],
  ['"; filename=evil.html', '_; filename=evil.html'],
  ['a"b.txt', 'a"b.txt'],
  ['a%22b 5".txt', 'a"b 5".txt'],
  ['<img src=x onerror=alert(1)>.txt', '_img src=x onerror=alert(1)_.txt'],
  ['C:\\fakepath\\über.txt', 'über.txt'],
  [`${'x'.repeat(500)}.txt`, `${'x'.repeat(116)}.txt`],
  ['💥'.repeat(300), '💥'.repeat(120)],
];

describe('a name is only a name', () => {
  it.each(NAMES)('%j is kept as %j', async (given, kept) => {
    const boundary = 'zzz';
    // By hand: a client of good manners would never send these.
    const quoted = given.replaceAll('"', '\\"');
    const body = Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nmessage\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted}"\r\n` +
        `Content-Type: text/plain\r\n\r\nhello\r\n--${boundary}--\r\n`,
    );
    const answer = await raw(body, `multipart/form-data; boundary=${boundary}`);
    expect(answer).toMatchObject({ status: 201, body: { name: kept } });
    const { id } = answer.body as { id: string };
    const got = await world.jonas.downloads(id);
    expect(got.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.%~!-]+$/u,
    );
    const [row] = stored<{ key: string }>(world.desk, 'SELECT storage_key AS key FROM attachments WHERE id = ?', id);
    expect(row?.key).toMatch(/^[0-9a-f]{32}$/u);
  });
});

async function raw(body: Buffer, type: string, to = path()) {
  const response = await fetch(world.desk.url + to, {
    method: 'POST',
    headers: { origin: world.desk.url, cookie: world.jonas.cookie, 'content-type': type },
    body: new Uint8Array(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const part = (name: string, value: string, filename?: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n\r\n${value}\r\n`;
const MULTIPART = 'multipart/form-data; boundary=x';
const kind = part('kind', 'message');
const BODIES: [what: string, status: number, type: string, body: string][] = [
  ['JSON', 415, 'application/json', '{"kind":"message"}'],
  ['a form of another kind', 415, 'application/x-www-form-urlencoded', 'kind=message'],
  ['a bare file', 415, 'image/png', 'x'],
  ['no boundary', 415, 'multipart/form-data', part('file', 'x', 'a.txt')],
  ['a boundary that is empty', 400, 'multipart/form-data; boundary=', part('file', 'x', 'a.txt')],
  ['two files', 422, MULTIPART, `${kind}${part('file', 'x', 'a')}${part('file', 'y', 'b')}--x--\r\n`],
  ['no file', 422, MULTIPART, `${kind}--x--\r\n`],
  ['a file that is a field', 422, MULTIPART, `${kind}${part('file', 'x')}--x--\r\n`],
  ['no kind', 422, MULTIPART, `${part('file', 'x', 'a')}--x--\r\n`],
  ['a kind that is none', 422, MULTIPART, `${part('kind', 'ticket')}${part('file', 'x', 'a')}--x--\r\n`],
  ['an id that is none', 422, MULTIPART, `${kind}${part('id', '1')}${part('file', 'x', 'a')}--x--\r\n`],
  ['a field that is not known', 422, MULTIPART, `${kind}${part('uploaderId', 'x')}${part('file', 'x', 'a')}--x--\r\n`],
  ['a field of every object', 422, MULTIPART, `${kind}${part('__proto__', 'x')}${part('file', 'x', 'a')}--x--\r\n`],
  ['a file under another name', 422, MULTIPART, `${kind}${part('files', 'x', 'a')}--x--\r\n`],
  ['fields without end', 422, MULTIPART, `${part('kind', 'message').repeat(500)}${part('file', 'x', 'a')}--x--\r\n`],
  ['a field of a megabyte', 422, MULTIPART, `${part('kind', 'm'.repeat(MIB))}${part('file', 'x', 'a')}--x--\r\n`],
  ['a header of a megabyte', 422, MULTIPART, `${kind}--x\r\nX-Long: ${'y'.repeat(MIB)}\r\n\r\nx\r\n--x--\r\n`],
  ['an end that never comes', 400, MULTIPART, `${kind}${part('file', 'x', 'a')}`],
  ['nothing', 400, MULTIPART, ''],
  ['noise', 400, MULTIPART, 'a'.repeat(10_000)],
];

describe('a body that is no upload', () => {
  it.each(BODIES)('%s', async (_what, status, type, body) => {
    const before = await traces();
    const answer = await raw(Buffer.from(body), type);
    expect(answer).toMatchObject({ status, body: { error: { code: expect.any(String) } } });
    expect(await traces()).toEqual(before);
    expect((await world.stranger.get('/readyz')).status).toBe(200);
  });

  it('from another site', async () => {
    const response = await fetch(world.desk.url + path(), {
      method: 'POST',
      headers: { origin: 'https://evil.example', cookie: world.jonas.cookie, 'content-type': MULTIPART },
      body: `${kind}${part('file', 'x', 'a')}--x--\r\n`,
    });
    expect(response.status).toBe(403);
  });

  it('as multipart where it is not asked for', async () => {
    expect(await raw(Buffer.from(`${kind}--x--\r\n`), MULTIPART, `/api/tickets/${ticketId}/messages`)).toMatchObject({
      status: 415,
    });
  });
});

describe('files of other people', () => {
  it('a ticket of another customer accepts no file, and looks like a missing one', async () => {
    const before = await traces();
    for (const id of [(await world.mia.opens('Hers')).id, uuidv7()])
      expect(await world.jonas.attaches(id, photo)).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found' } },
      });
    expect(await traces()).toEqual(before);
  });

  it('an attachment of another customer cannot be downloaded, by any id and address', async () => {
    const hers = (await world.mia.opens('Hers')).id;
    const { body: sent } = await world.mia.attaches(hers, text('secret.txt', 'SECRETBYTES'));
    await world.mia.post(`/api/tickets/${hers}/messages`, { body: 'x', attachmentIds: [sent.id] });
    const { body: unsent } = await world.mia.attaches(hers, text('secret.txt', 'SECRETBYTES'));
    const [row] = stored<{ key: string }>(
      world.desk,
      'SELECT storage_key AS key FROM attachments WHERE id = ?',
      sent.id,
    );
    const key = row?.key ?? '';
    for (const id of [sent.id, unsent.id, key, `../${key}`, `%2e%2e%2f${key}`, `${sent.id}/..`, uuidv7()]) {
      const got = await world.jonas.downloads(id);
      expect([404, 422]).toContain(got.status);
      expect(got.bytes.includes('SECRETBYTES')).toBe(false);
    }
    for (const address of [`/attachments/${key}`, `/assets/../attachments/${key}`, `/data/attachments/${key}`])
      expect(await (await fetch(world.desk.url + address)).text()).not.toContain('SECRETBYTES');
    for (const id of [sent.id, unsent.id])
      expect(
        (await world.jonas.post(`/api/tickets/${ticketId}/messages`, { body: 'x', attachmentIds: [id] })).status,
      ).toBe(422);
    expect((await world.mia.downloads(sent.id)).bytes.toString()).toBe('SECRETBYTES');
  });

  it('access to a file ends with the ticket, the role and the session', async () => {
    const { id } = await world.mia.opens('To be deleted');
    const { body: sent } = await world.mia.attaches(id, photo);
    await world.mia.post(`/api/tickets/${id}/messages`, { body: 'x', attachmentIds: [sent.id] });
    expect((await world.ben.downloads(sent.id)).status).toBe(200);
    await world.zoe.patch(`/api/users/${world.ben.id}`, { active: false });
    expect((await world.ben.downloads(sent.id)).status).toBe(401);
    await world.zoe.delete(`/api/tickets/${id}`);
    expect((await world.mia.downloads(sent.id)).status).toBe(404);
  });
});

it('many images of one person do not delay those of others', async () => {
  const { jonas, mia } = world;
  const hers = (await mia.opens('One photo')).id;
  const slow = await sharp({ create: { width: 1_200, height: 1_200, channels: 4, background: '#8a8a8a88' } })
    .webp()
    .toBuffer();
  let done = 0;
  const sent = Array.from({ length: 8 }, async () => {
    expect((await jonas.attaches(ticketId, file(slow, 'slow.webp'))).status).toBe(201);
    done += 1;
  });
  await Promise.race(sent);
  expect((await mia.attaches(hers, photo)).status).toBe(201);
  // The one at work, and at most one more that had its turn before her bytes were there.
  expect(done).toBeLessThanOrEqual(4);
  await Promise.all(sent);
});

it('uploads are limited to 100 an hour, also refused ones', async () => {
  const answers = [];
  for (let n = 0; n < 101; n += 1)
    answers.push((await world.sol.attaches(ticketId, file(Buffer.alloc(0), 'x'))).status);
  expect(answers.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 422));
  expect(answers[100]).toBe(429);
});
