import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withToken } from './support/token.ts';
import { createWorld, type World } from './support/world.ts';

const cli = fileURLToPath(new URL('../server/cli.ts', import.meta.url));
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

function answerback(...args: string[]) {
  const env = { ...process.env, DATA_DIR: world.desk.dataDir };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}
const secretIn = (said: string) => /abk_[\w-]{43}_[0-9a-f]{8}/u.exec(said)?.[0] ?? '';

describe('the shell, beside a server that runs', () => {
  it('creates, lists and ends a token of a person', async () => {
    const made = answerback(
      'create-token',
      ' Ana@desk.example',
      '--name',
      'Cron',
      '--scopes',
      'tickets:view',
      '--days',
      '7',
    );
    expect(made).toMatchObject({ status: 0, said: expect.stringContaining('works for 7 days') });
    const program = withToken(world.desk.url, secretIn(made.said));
    expect((await program.get('/api/me')).body).toMatchObject({ id: world.ana.id, rights: { tickets: ['view'] } });
    const [line = ''] = answerback('list-tokens')
      .said.split('\n')
      .filter((one) => one.includes('Cron'));
    expect(line).toMatch(/\tCron\tAna\ttickets:view\tends \d{4}-\d\d-\d\d\tnever used$/u);
    expect(line).not.toContain('abk_');
    expect(answerback('revoke-token', line.split('\t')[0] ?? '')).toMatchObject({ status: 0 });
    expect(answerback('list-tokens').said).not.toContain('Cron');
    // The server keeps a caller for ten seconds; a commit of its own makes it look again.
    await world.zoe.delete(`/api/users/${world.ben.id}/sessions`);
    expect((await program.get('/api/me')).status).toBe(401);
  });

  it('creates a machine with all that its role allows', async () => {
    const made = answerback('create-token', '--machine', 'agent', '--name', 'Warehouse');
    const program = withToken(world.desk.url, secretIn(made.said));
    expect((await program.get('/api/me')).body).toMatchObject({
      name: 'Warehouse',
      role: 'agent',
      rights: { notes: expect.any(Array) },
    });
    expect(answerback('list-users').said).toContain('-\tWarehouse\tagent (machine)\tactive');
  });

  it('lists people without visitors and without secrets', () => {
    const { status, said } = answerback('list-users');
    expect([status, said]).toEqual([0, expect.stringContaining('zoe@desk.example\t')]);
    expect(said).not.toMatch(/argon2|staff_/u);
  });
});

it.each([
  ['nobody', ['create-token', 'nobody@desk.example']],
  ['no address', ['create-token', 'nobody']],
  ['neither a person nor a machine', ['create-token']],
  ['both', ['create-token', 'ana@desk.example', '--machine', 'agent']],
  ['a role that is none', ['create-token', '--machine', 'chief']],
  ['a role of customers', ['create-token', '--machine', 'customer']],
  ['a scope that is none', ['create-token', 'ana@desk.example', '--scopes', 'tickets:all']],
  ['a scope that the role lacks', ['create-token', 'ana@desk.example', '--scopes', 'people:view']],
  ['more than a year', ['create-token', 'ana@desk.example', '--days', '366']],
  ['a token that is none', ['revoke-token', 'none']],
])('refuses %s with a word and the exit code 1, and makes nothing', (_case, args) => {
  const { status, said } = answerback(...args);
  expect([status, secretIn(said)]).toEqual([1, '']);
  expect(said).not.toMatch(/ at .*\.ts:|internal/u);
});
