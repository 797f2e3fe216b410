import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, freePort, startChild } from '../support/child.ts';
import { ADMIN } from '../support/desk.ts';
import { Person } from '../support/person.ts';
import { sendUp } from './bare-socket.ts';

const SECRETS = {
  'the password of a customer': 'customers own password',
  'a password that was wrong': 'a wrong guess at it',
  'a new password': 'quite another password',
  'the password of the admin': ADMIN.password,
  'an address': 'ida.secret@post.example',
  'an address that is unknown': 'unknown.secret@post.example',
  'a message': 'my card is 4111 1111',
  'an edited message': 'my card is 5500 0000',
  'a note': 'he sounds upset',
  'a subject': 'Private subject',
  'a body that is no JSON': 'broken secret',
  'a query': 'queried-secret',
  'a set-up secret': 'set-up-guess',
};

let folder: string;
let child: Child;
let ida: Person;
const cookies: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  child = await startChild({ dataDir: folder, port: await freePort(), env: { LOG_LEVEL: 'trace' } });
  const person = () => new Person(child.url);
  ida = await person().register('Ida', SECRETS['an address'], SECRETS['the password of a customer']);
  cookies.push(ida.cookie);
  for (const [email, password] of [
    [SECRETS['an address'], SECRETS['a password that was wrong']],
    [SECRETS['an address that is unknown'], SECRETS['a password that was wrong']],
  ])
    expect((await person().post('/api/auth/login', { email, password })).status).toBe(401);
  const zoe = await person().signIn(ADMIN.email, ADMIN.password);
  cookies.push(zoe.cookie);
  const ticket = await ida.opens(SECRETS['a subject'], SECRETS['a message']);
  const { id } = await ida.says(ticket.id, SECRETS['a message']);
  await ida.patch(`/api/tickets/${ticket.id}/messages/${id}`, { body: SECRETS['an edited message'] });
  await zoe.post(`/api/tickets/${ticket.id}/notes`, { body: SECRETS['a note'] });
  await ida.send('POST', '/api/tickets', `{"${SECRETS['a body that is no JSON']}`);
  await ida.post('/api/tickets', { [SECRETS['a body that is no JSON']]: SECRETS['a message'] });
  await zoe.get(`/api/users?q=${SECRETS['a query']}&token=${SECRETS['a query']}`);
  const guess = {
    secret: SECRETS['a set-up secret'],
    name: 'X',
    email: SECRETS['an address that is unknown'],
    password: SECRETS['a new password'],
  };
  await person().post('/api/auth/setup', guess);
  const listener = await ida.listen();
  await sendUp(listener.socket, 'typing', { ticketId: SECRETS['a message'], kind: 'message' });
  listener.close();
  await ida.put('/api/me/password', {
    current: SECRETS['the password of a customer'],
    next: SECRETS['a new password'],
  });
  cookies.push(ida.cookie);
  await ida.get('/api/me');
  await ida.post('/api/auth/logout');
  await child.kill('SIGTERM');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the log at its loudest', () => {
  it('contains every request with an id', () => {
    const lines = child
      .output()
      .split('\n')
      .filter((line) => line.includes('"request"'));
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        requestId: expect.any(String),
        method: expect.any(String),
        status: expect.any(Number),
      });
    expect(child.output()).toContain('/api/auth/login');
  });

  it.each(Object.entries(SECRETS))('never holds %s', (_what, secret) => {
    expect(child.output()).not.toContain(secret);
    expect(child.output()).not.toContain(encodeURIComponent(secret));
  });

  it('never contains the secret of a session', () => {
    expect(cookies).toHaveLength(3);
    for (const cookie of cookies) expect(child.output()).not.toContain(cookie.split('=')[1]);
    expect(child.output()).not.toMatch(/staff_|customer_[\w-]{43}|argon2/u);
  });

  it('reports no error that an attacker caused', () => {
    expect(child.output()).not.toMatch(/"level":(50|60)|internal error|ExperimentalWarning/u);
  });
});

const DEPTHS = `const { createLog } = await import(process.argv[1]);
const log = createLog('trace');
for (const name of process.argv.slice(2)) log.info({ [name]: 'SECRET', a: { [name]: 'SECRET', b: { [name]: 'SECRET' } } }, name);`;

describe('a secret logged by mistake', () => {
  it('is redacted at three depths, under every name of a secret', () => {
    const names = ['authorization', 'cookie', 'set-cookie', 'password', 'secret', 'token', 'body', 'email'];
    const module = new URL('../../server/log.ts', import.meta.url).href;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', DEPTHS, module, ...names], {
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(names);
    for (const line of lines) {
      expect(line).not.toContain('SECRET');
      expect(line.split('[redacted]')).toHaveLength(4);
    }
  });
});
