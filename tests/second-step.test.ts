import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OwnSecondStep } from '../server/second-step/contract.ts';
import { type Asked, askedFor, Authenticator, enrol, stopClock } from './support/authenticator.ts';
import { PASSWORD, Person } from './support/person.ts';
import { stored } from './support/stored.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

let world: World;
beforeEach(() => stopClock(world.desk));
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const nobody = () => new Person(world.desk.url);
let people = 0;
/** Somebody with a second step. */
async function protectedPerson() {
  const person = await addPerson(world.desk, { name: `Uli${(people += 1)}` });
  const signedIn = await nobody().signIn(person.email);
  return { ...person, signedIn, ...(await enrol(world.desk, signedIn)) };
}
const finish = (person: Person, pending: string, code: string) =>
  person.post<Asked>('/api/auth/second-step', { pending, code });

describe('setting up a second step', () => {
  it('needs a first code, and tells ten recovery codes once', async () => {
    const { email } = await addPerson(world.desk, { name: 'Ulla' });
    const ulla = await nobody().signIn(email);
    const own = async () => (await ulla.get<OwnSecondStep>('/api/me/second-step')).body;
    expect(await own()).toEqual({ isOn: false, since: null, recoveryCodesLeft: 0, isRequired: false });
    const begun = await ulla.post<{ secret: string; uri: string; qr: { size: number; path: string } }>(
      '/api/me/second-step',
    );
    expect(begun.body.uri).toContain(`secret=${begun.body.secret}`);
    expect(begun.body.uri).toContain(encodeURIComponent(email));
    expect(begun.body.qr.path).toMatch(/^M\d+ \d+h1v1h-1z/u);
    // Not yet: signing in asks for nothing more.
    await nobody().signIn(email);
    expect((await own()).isOn).toBe(false);
    const app = new Authenticator(world.desk, begun.body.secret);
    const done = await ulla.put<{ recoveryCodes: string[] }>('/api/me/second-step', { code: app.code() });
    expect(new Set(done.body.recoveryCodes).size).toBe(10);
    expect(done.body.recoveryCodes[0]).toMatch(/^(?:[a-z2-7]{4}-){3}[a-z2-7]{4}$/u);
    expect(await own()).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });
    expect((await ulla.post('/api/me/second-step')).status).toBe(409);
    // Neither the secret nor a code is readable in the database.
    const all = JSON.stringify([
      stored(world.desk, 'SELECT * FROM totp_secrets'),
      stored(world.desk, 'SELECT * FROM recovery_codes'),
      stored(world.desk, 'SELECT * FROM audit_log'),
    ]);
    expect(all).not.toContain(begun.body.secret);
    expect(all).not.toContain(done.body.recoveryCodes[0]);
  });

  it.each([
    [-10, 'about 5 minutes slow'],
    [10, 'about 5 minutes fast'],
  ])('says by how much the clock of the phone is wrong: %i steps', async (steps, words) => {
    const { email } = await addPerson(world.desk, { name: `Clock${steps}` });
    const person = await nobody().signIn(email);
    const { body } = await person.post<{ secret: string }>('/api/me/second-step');
    const code = new Authenticator(world.desk, body.secret).code(steps);
    const answer = await person.put<Asked>('/api/me/second-step', { code });
    expect(answer.status).toBe(422);
    expect(answer.body.error.fields?.code).toContain(words);
  });
});

describe('signing in with a second step', () => {
  it('starts no session before the code, and one with it', async () => {
    const { app, email, id } = await protectedPerson();
    const person = nobody();
    const { pending, ways } = await askedFor(person, email);
    expect(ways).toEqual(['code', 'recovery_code']);
    expect(person.cookie).toBe('');
    expect((await person.get('/api/me')).status).toBe(401);
    const answer = await finish(person, pending, app.code(1));
    expect([answer.status, answer.body]).toMatchObject([200, { id }]);
    expect((await person.get('/api/me')).status).toBe(200);
    // The pending sign-in is spent.
    expect((await finish(nobody(), pending, app.code(1))).body.error.code).toBe('second_step.gone');
  });

  it('takes a code with spaces, and of the step before or after', async () => {
    const { app, email } = await protectedPerson();
    const { pending } = await askedFor(nobody(), email);
    const code = app.code(1);
    expect((await finish(nobody(), pending, `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
  });

  it('says that a code is old, was used, or is wrong', async () => {
    const { app, email, recoveryCodes } = await protectedPerson();
    const { pending } = await askedFor(nobody(), email);
    const problem = async (code: string) => {
      const { status, body } = await finish(nobody(), pending, code);
      return [status, body.error.code, body.error.fields?.code];
    };
    expect(await problem(app.code(-10))).toEqual([401, 'second_step.wrong', expect.stringContaining('5 minutes old')]);
    expect(await problem(app.code())).toEqual([401, 'second_step.used', expect.stringContaining('next one')]);
    expect(await problem('not-a-code')).toEqual([401, 'second_step.wrong', expect.stringContaining('six digits')]);
    expect((await finish(nobody(), pending, recoveryCodes[3] ?? '')).status).toBe(200);
    const again = await askedFor(nobody(), email);
    const { body } = await finish(nobody(), again.pending, (recoveryCodes[3] ?? '').toUpperCase());
    expect(body.error).toMatchObject({ code: 'second_step.used', message: expect.stringContaining('take another') });
    // Another one works.
    expect((await finish(nobody(), again.pending, recoveryCodes[4] ?? '')).status).toBe(200);
  });

  it('is asked of programs too', async () => {
    const { app, email } = await protectedPerson();
    const asked = await nobody().post<Asked>('/api/auth/token', { email, password: PASSWORD });
    expect([asked.status, asked.body.error.code]).toEqual([401, 'second_step']);
    const { pending } = asked.body.error.details;
    const answer = await nobody().post<{ token: string }>('/api/auth/token/second-step', {
      pending,
      code: app.code(1),
    });
    expect(answer.status).toBe(200);
    const me = await fetch(`${world.desk.url}/api/me`, { headers: { authorization: `Bearer ${answer.body.token}` } });
    expect(me.status).toBe(200);
  });

  it('is asked after a new password was set by a link too', async () => {
    const { app, id } = await protectedPerson();
    const made = await world.zoe.post<{ link: string }>(`/api/users/${id}/password-link`);
    const token = made.body.link.split('#')[1];
    const person = nobody();
    const reset = await person.post<Asked>('/api/auth/password/reset', { token, password: 'a quite new password' });
    expect([reset.status, reset.body.error.code]).toEqual([401, 'second_step']);
    expect((await finish(person, reset.body.error.details.pending, app.code(1))).status).toBe(200);
  });

  it('ends with a new password: a sign-in that waited with the old one is gone', async () => {
    const { app, email, signedIn } = await protectedPerson();
    const { pending } = await askedFor(nobody(), email);
    const change = { current: PASSWORD, next: 'a quite new password' };
    expect((await signedIn.put('/api/me/password', change)).status).toBe(204);
    expect((await finish(nobody(), pending, app.code(1))).body.error.code).toBe('second_step.gone');
  });
});

describe('turning a second step off', () => {
  it('is possible for its owner, and signing in asks for the password alone again', async () => {
    const { email, signedIn } = await protectedPerson();
    expect((await signedIn.delete('/api/me/second-step')).status).toBe(204);
    await nobody().signIn(email);
    // A second time changes nothing.
    expect((await signedIn.delete('/api/me/second-step')).status).toBe(204);
  });

  it('is possible for an admin, who signs the person out with it', async () => {
    const { id, email, signedIn } = await protectedPerson();
    expect((await world.zoe.delete(`/api/users/${id}/second-step`)).status).toBe(204);
    expect((await signedIn.get('/api/me')).status).toBe(401);
    await nobody().signIn(email);
    expect(
      stored(world.desk, `SELECT actor_id FROM audit_log WHERE action = 'second_step.off' AND target_id = ?`, id),
    ).toEqual([{ actor_id: world.zoe.id }]);
  });
});

describe('new recovery codes', () => {
  it('replace the old ones', async () => {
    const { email, signedIn, recoveryCodes } = await protectedPerson();
    const made = await signedIn.post<{ recoveryCodes: string[] }>('/api/me/recovery-codes');
    expect(made.body.recoveryCodes).toHaveLength(10);
    const { pending } = await askedFor(nobody(), email);
    expect((await finish(nobody(), pending, recoveryCodes[0] ?? '')).status).toBe(401);
    expect((await finish(nobody(), pending, made.body.recoveryCodes[0] ?? '')).status).toBe(200);
  });
});

describe('a role that needs a second step', () => {
  it('leads its people to set one up at the next sign-in, before a session starts', async () => {
    const { email } = await addPerson(world.desk, { name: 'Vera', role: 'supervisor' });
    const before = await nobody().signIn(email);
    expect((await world.zoe.patch('/api/sign-in', { secondStepRoles: ['supervisor'] })).status).toBe(200);
    // The session from before goes on.
    expect((await before.get('/api/me')).status).toBe(200);
    const person = nobody();
    const { pending, ways } = await askedFor(person, email);
    expect(ways).toEqual(['enrol']);
    const { body } = await person.post<{ secret: string }>('/api/auth/second-step/enrol', { pending });
    const app = new Authenticator(world.desk, body.secret);
    expect((await person.post('/api/auth/second-step/confirm', { pending, code: '000000' })).status).toBe(422);
    const done = await person.post<{ recoveryCodes: string[]; me: { name: string } }>('/api/auth/second-step/confirm', {
      pending,
      code: app.code(),
    });
    expect(done).toMatchObject({ status: 200, body: { me: { name: 'Vera' } } });
    expect(done.body.recoveryCodes).toHaveLength(10);
    expect((await person.get('/api/me')).status).toBe(200);
    // It cannot be turned off then.
    expect((await person.delete('/api/me/second-step')).status).toBe(409);
    expect((await person.get<OwnSecondStep>('/api/me/second-step')).body.isRequired).toBe(true);
    await world.zoe.patch('/api/sign-in', { secondStepRoles: [] });
  });

  it('is one of the team', async () => {
    for (const role of ['customer', 'king'])
      expect((await world.zoe.patch('/api/sign-in', { secondStepRoles: [role] })).status).toBe(422);
  });
});
