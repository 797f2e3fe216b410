import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { type Running, start } from '../../server/start.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const EVERYWHERE = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const DATA = {
  ...EVERYWHERE,
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
};
const PACKED = {
  'cache-control': 'no-cache',
  'content-encoding': 'gzip',
  etag: expect.any(String),
  vary: 'Accept-Encoding',
};
/** What the protocol itself sends, and what names the request. */
const OF_THE_PROTOCOL = [
  'ratelimit',
  'ratelimit-policy',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
  'x-request-id',
];

function said(headers: Headers) {
  return Object.fromEntries([...headers].filter(([name]) => !OF_THE_PROTOCOL.includes(name)));
}

describe('the complete set of security headers', () => {
  it.each([
    ['GET', '/api/me', 200],
    ['GET', '/api/snapshot', 200],
    ['GET', '/healthz', 200],
    ['GET', '/readyz', 200],
    ['GET', '/api/nothing', 404],
    ['GET', '/nothing.php', 404],
    ['GET', '/assets/nothing.js', 404],
    ['GET', '/.env', 404],
    ['GET', '/api/users', 403],
    ['POST', '/api/me', 405],
    ['OPTIONS', '/api/me', 405],
    ['PUT', '/api/tickets/none/read', 422],
  ])('stands on data and errors: %s %s', async (method, path, status) => {
    const answer = await world.jonas.send(method, path, method === 'PUT' ? {} : undefined);
    expect(answer.status).toBe(status);
    expect(said(answer.headers)).toEqual(status === 405 ? { ...DATA, allow: expect.any(String) } : DATA);
  });

  it.each([
    ['415', { 'content-type': 'text/plain' }, 'x', 415],
    ['400', {}, '{', 400],
    ['413', {}, 'x'.repeat(200_000), 413],
    ['403', { origin: 'https://evil.example' }, '{}', 403],
  ])('stands on an early refusal: %s', async (_case, headers, body, status) => {
    const answer = await world.jonas.send('POST', '/api/tickets', body, headers);
    expect(answer.status).toBe(status);
    expect(said(answer.headers)).toEqual(DATA);
  });

  it.each(['/', '/tickets/new'])('stands on a page: %s', async (path) => {
    const answer = await world.jonas.get(path);
    const port = new URL(world.desk.url).port;
    const policy = [
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; media-src 'self'; frame-src 'self'`,
      `connect-src 'self' ws://localhost:${port} ws://127.0.0.1:${port}; manifest-src 'self'; worker-src 'self'`,
      `form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`,
    ];
    const headers = {
      ...EVERYWHERE,
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-cache',
      vary: 'Accept-Encoding',
      'content-encoding': 'gzip',
    };
    expect(said(answer.headers)).toEqual(headers);
  });

  it('allows the API page to load only its own script and style sheet, and to call this server', async () => {
    const answer = await world.stranger.get('/api/docs');
    expect(said(answer.headers)).toEqual({
      ...DATA,
      ...PACKED,
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    });
  });

  it.each(['/api/openapi.json', '/api/docs.js', '/api/docs.css'])(
    'stands on %s, which is kept and compressed',
    async (path) => {
      expect(said((await world.stranger.get(path)).headers)).toEqual({ ...DATA, ...PACKED });
    },
  );

  it('answers 304 to a description that the caller has', async () => {
    const first = await world.stranger.get('/api/openapi.json');
    const etag = first.headers.get('etag') ?? '';
    const again = await world.stranger.send('GET', '/api/openapi.json', undefined, {
      'if-none-match': `"other", W/${etag}`,
    });
    expect([first.status, again.status, again.body]).toEqual([200, 304, null]);
  });

  it('names the methods of a path that is called with another one', async () => {
    for (const method of ['POST', 'OPTIONS']) {
      const { status, headers, body } = await world.jonas.send(method, '/api/tickets/none');
      expect([status, headers.get('allow')]).toEqual([405, 'GET, PATCH, DELETE']);
      expect(body).toMatchObject({ error: { code: 'wrong_method' } });
    }
    const acts = await world.ana.send('PUT', '/api/acts', {});
    expect([acts.status, acts.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers 404, and no 405, to an address whose parameter is empty', async () => {
    for (const path of ['/api/attachments/', '/api/tickets/', '/api/tickets//messages', '/api/tickets/x/..'])
      expect([path, (await world.jonas.get(path)).status]).toEqual([path, 404]);
  });

  it('rejects request ids that could break a log line', async () => {
    for (const id of ['a b', 'x'.repeat(100), '{"a":1}', '<script>']) {
      const answer = await world.jonas.send('GET', '/api/me', undefined, { 'x-request-id': id });
      expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{1,64}$/u);
      expect(answer.headers.get('x-request-id')).not.toBe(id);
    }
  });
});

describe('a malformed request', () => {
  it.each([
    ['another host', { headers: { host: 'evil.example' }, path: '/api/openapi.json' }, 200],
    ['a host that is none', { headers: { host: 'a b"<' }, path: '/api/openapi.json' }, 400],
    ['a whole address as the path', { path: 'http://evil.example/api/openapi.json' }, 200],
    ['steps upwards', { path: '/assets/../../../package.json' }, 404],
    ['encoded steps upwards', { path: '/assets/%2e%2e/%2e%2e/package.json' }, 404],
    ['steps with backslashes', { path: '/assets/..\\..\\package.json' }, 404],
    ['a null byte', { path: '/assets/%00' }, 404],
    ['the database', { path: '/data/answerback.db' }, 404],
    ['an unknown method', { method: 'PROPFIND', path: '/api/me' }, 405],
    ['a method that is forbidden', { method: 'TRACE', path: '/api/me' }, 405],
  ])(
    'gives nothing away: %s',
    async (
      _case,
      { headers = {}, path, method = 'GET' }: { headers?: Record<string, string>; path: string; method?: string },
      expected,
    ) => {
      const { status, text } = await raw({ headers, path, method });
      expect([expected, 400, 405, 501]).toContain(status);
      expect(text).not.toMatch(/evil\.example|node_modules|SQLite format|"dependencies"/u);
      expect((await world.stranger.get('/readyz')).status).toBe(200);
    },
  );

  function raw({ headers, path, method }: { headers: Record<string, string>; path: string; method: string }) {
    const { port } = new URL(world.desk.url);
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asked.on('error', reject).end();
    });
  }
});

describe('behind https', () => {
  let folder: string;
  let running: Running;
  let port: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'answerback-'));
    const { freePort } = await import('../support/child.ts');
    port = await freePort();
    const config = readConfig({
      DATA_DIR: folder,
      LOG_LEVEL: 'fatal',
      PUBLIC_URL: 'https://desk.example',
      HOST: '127.0.0.1',
      PORT: String(port),
    });
    running = await start({ config, log: createLog('fatal') });
  });
  afterAll(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('the cookie belongs only to this host, and browsers stay on https', async () => {
    const headers = { origin: 'https://desk.example', 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Ida', email: 'ida@post.example', password: 'a long enough password' });
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/register`, { method: 'POST', headers, body });
    expect(answer.status).toBe(201);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-sid=customer_/u);
    expect(cookie.split('; ').slice(1).toSorted()).toEqual([
      'HttpOnly',
      `Max-Age=${90 * 86_400}`,
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ]);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('plain http is another site', async () => {
    const headers = { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/login`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });
});
