import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BARE_ENV, type Child, startChild, freePort } from './support/child.ts';
import { createWorld, type World } from './support/world.ts';
import { WAIT_MS } from './support/within.ts';

const main = fileURLToPath(new URL('../server/main.ts', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The server as a process that is expected to end by itself. */
function run(env: Record<string, string>) {
  const { status, stderr } = spawnSync(process.execPath, [main], {
    env: { ...BARE_ENV, DATA_DIR: join(folder, 'own'), LOG_LEVEL: 'warn', ...env },
    encoding: 'utf8',
    timeout: WAIT_MS,
  });
  return { status, lines: stderr.trim().split('\n') };
}

describe('a start that fails', () => {
  let taken: Server;
  let child: Child;
  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1');
    child = await startChild({ dataDir: join(folder, 'held'), port: await freePort() });
  });
  afterAll(async () => {
    taken.close();
    await child.kill('SIGTERM');
  });

  it('reports in one line that the port is taken', () => {
    const address = taken.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const { status, lines } = run({ PORT: port });
    expect([status, lines]).toEqual([
      1,
      [`Port ${port} is taken. Stop what listens there, or set PORT to another one.`],
    ]);
  });

  it('names the wrong key', () => {
    const { status, lines } = run({ PORT: 'seven' });
    expect([status, lines[1]]).toEqual([1, '  PORT is not usable. The port to listen on, a number from 1 to 65535.']);
  });

  it('refuses a folder that another process uses', async () => {
    const { status, lines } = run({ PORT: String(await freePort()), DATA_DIR: join(folder, 'held') });
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(join(folder, 'held'));
  });
});

describe('monitoring', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.end());

  it('reports that the server is alive and ready', async () => {
    expect(await world.stranger.get('/healthz')).toMatchObject({ status: 200, body: { ok: true } });
    expect(await world.stranger.get('/readyz')).toMatchObject({ status: 200, body: { ready: true } });
  });

  it('the API description contains every route with its input and answers', async () => {
    const { body } = await world.stranger.get<{ openapi: string; paths: Record<string, Record<string, Described>> }>(
      '/api/openapi.json',
    );
    expect(body.openapi).toMatch(/^3\.1/u);
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ route: `${method} ${path}`, described })),
    );
    expect(routes.map(({ route }) => route)).toContain('post /api/tickets/{id}/messages');
    for (const { route, described } of routes) {
      expect([route, described.summary]).toEqual([route, expect.any(String)]);
      const answers = Object.keys(described.responses);
      expect([route, answers.some((code) => code.startsWith('2'))]).toEqual([route, true]);
      expect([route, answers.some((code) => code.startsWith('4'))]).toEqual([route, true]);
    }
    expect((await world.stranger.get<string>('/api/docs')).body).toContain('/api/tickets/{id}/messages');
  });
});

interface Described {
  summary?: string;
  responses: Record<string, unknown>;
}
