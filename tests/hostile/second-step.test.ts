import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { userPermissions } from '../../db/schema/people.ts';
import { type Asked, askedFor, type Authenticator, enrol, stopClock } from '../support/authenticator.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { stored } from '../support/stored.ts';
import { addPerson, addStaff, createWorld, type World } from '../support/world.ts';

let world: World;
/** Somebody whose password the attacker knows, and somebody else with a second step. */
let email: string;
let id: string;
let app: Authenticator;
let recoveryCodes: string[];
let other: { app: Authenticator; recoveryCodes: string[]; email: string };
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

let people = 0;
beforeEach(async () => {
  stopClock(world.desk);
  const victim = await addPerson(world.desk, { name: `Ivo${(people += 1)}` });
  ({ email, id } = victim);
  ({ app, recoveryCodes } = await enrol(world.desk, await nobody().signIn(email)));
  const second = await addPerson(world.desk, { name: `Eve${people}` });
  other = { ...(await enrol(world.desk, await nobody().signIn(second.email))), email: second.email };
});

const nobody = () => new Person(world.desk.url);
const guess = (pending: string, code: string, person = nobody()) =>
  person.post<Asked>('/api/auth/second-step', { pending, code });
const sessions = () => stored(world.desk, 'SELECT id FROM sessions WHERE user_id = ?', id).length;

describe('somebody who knows a password', () => {
  it.each<[what: string, code: () => string]>([
    ['no code', () => ''],
    ['the code of another person', () => other.app.code(1)],
    ['a recovery code of another person', () => other.recoveryCodes[0] ?? ''],
    ['the code that set it up', () => app.code()],
    ['a code of an hour ago', () => app.code(-120)],
    ['a code of the next minutes', () => app.code(5)],
    ['digits of another script', () => '１２３４５６'],
    ['a number of seven digits', () => `${app.code(1)}0`],
    ['a code with a letter', () => `${app.code(1).slice(0, 5)}o`],
    ['a pattern', () => '%%%%%%'],
    ['SQL', () => `' OR '1'='1`],
    ['half of a recovery code', () => (recoveryCodes[0] ?? '').slice(0, 9)],
    ['the secret itself', () => app.secret],
  ])('does not get in with %s', async (_what, code) => {
    const before = sessions();
    const { pending } = await askedFor(nobody(), email);
    const person = nobody();
    const answer = await guess(pending, code(), person);
    expect(answer.status).toBe(401);
    expect(person.cookie).toBe('');
    expect(sessions()).toBe(before);
  });

  it('is not told that a code of the future will be right', async () => {
    const { pending } = await askedFor(nobody(), email);
    const [future, wrong] = [await guess(pending, app.code(5)), await guess(pending, 'abcdef')];
    expect(future.body).toEqual(wrong.body);
  });

  it('has five guesses, then needs the password again, and ten in all', async () => {
    const outcomes: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { pending } = await askedFor(nobody(), email);
      for (let i = 0; i < 6; i += 1) outcomes.push((await guess(pending, 'abcdef')).body.error.code);
    }
    expect(outcomes.slice(0, 6)).toEqual([...Array<string>(5).fill('second_step.wrong'), 'second_step.gone']);
    expect(outcomes.filter((code) => code === 'second_step.wrong').length).toBeLessThanOrEqual(10);
    expect(outcomes.at(-1)).toBe('too_many');
    // The right code does not help any more.
    const { pending } = await askedFor(nobody(), email);
    expect((await guess(pending, app.code(1))).status).toBe(429);
  });

  it('gets in once with a code that comes eight times at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => askedFor(nobody(), email)));
    const code = app.code(1);
    const answers = await Promise.all(all.flatMap(({ pending }) => [guess(pending, code), guess(pending, code)]));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('gets in once with a recovery code that comes eight times at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => askedFor(nobody(), email)));
    const [code = ''] = recoveryCodes;
    const answers = await Promise.all(all.flatMap(({ pending }) => [guess(pending, code), guess(pending, code)]));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('cannot use the sign-in of somebody else, one that is over, or none', async () => {
    const { pending } = await askedFor(nobody(), other.email);
    expect((await guess(pending, app.code(1))).status).toBe(401);
    const mine = await askedFor(nobody(), email);
    world.desk.ahead.ms = 11 * 60_000;
    const late = await guess(mine.pending, app.code(1));
    world.desk.ahead.ms = 0;
    for (const answer of [late, await guess('x', app.code(1)), await guess('', app.code(1))])
      expect(answer.body.error.code).toBe('second_step.gone');
  });

  it('cannot set up a second step of their own over the one that is there', async () => {
    const { pending } = await askedFor(nobody(), email);
    for (const [path, body] of [
      ['enrol', { pending }],
      ['confirm', { pending, code: app.code(1) }],
    ] as const)
      expect((await nobody().post<Asked>(`/api/auth/second-step/${path}`, body)).body.error.code).toBe(
        'second_step.gone',
      );
  });

  it('learns from no answer whether an address has a second step', async () => {
    const answers = [email, world.ana.email, 'nobody@desk.example'].map((address) =>
      nobody().post('/api/auth/login', { email: address, password: 'a wrong password' }),
    );
    const said = (await Promise.all(answers)).map(({ status, body }) => JSON.stringify([status, body]));
    expect(new Set(said)).toHaveLength(1);
  });

  it('gets in with nothing once the person was deactivated', async () => {
    const { pending } = await askedFor(nobody(), email);
    await world.zoe.patch(`/api/users/${id}`, { active: false });
    expect((await guess(pending, app.code(1))).status).toBe(401);
  });

  it('does not finish the sign-in from a page of another site', async () => {
    const { pending } = await askedFor(nobody(), email);
    const foreign = { origin: 'https://evil.example' };
    const body = { pending, code: app.code(1) };
    expect((await nobody().send('POST', '/api/auth/second-step', body, foreign)).status).toBe(403);
  });
});

describe('resetting a second step', () => {
  it('is not possible for somebody who may do less, for oneself, or for a colleague', async () => {
    const lead = await addStaff(world.desk, `Lead${people}`, 'supervisor');
    const all = { view: true, create: true, update: true, delete: true };
    await world.desk.commit(({ tx }) => tx.insert(userPermissions).values({ userId: lead.id, area: 'people', ...all }));
    expect((await lead.delete(`/api/users/${world.zoe.id}/second-step`)).status).toBe(403);
    expect((await lead.delete(`/api/users/${lead.id}/second-step`)).status).toBe(409);
    expect((await world.ben.delete(`/api/users/${id}/second-step`)).status).toBe(403);
    expect((await world.jonas.delete(`/api/users/${id}/second-step`)).status).toBe(403);
    // It is still asked for.
    await askedFor(nobody(), email);
  });

  it('is not possible with the password alone', async () => {
    const { pending } = await askedFor(nobody(), email);
    const person = nobody();
    expect((await person.delete('/api/me/second-step')).status).toBe(401);
    const bearer = { authorization: `Bearer ${pending}` };
    expect((await person.send('DELETE', '/api/me/second-step', undefined, bearer)).status).toBe(401);
    expect((await person.post('/api/auth/login', { email, password: PASSWORD })).status).toBe(401);
  });
});
