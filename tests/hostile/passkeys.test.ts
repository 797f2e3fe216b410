import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Passkey } from '../../server/passkeys/contract.ts';
import { enrol } from '../support/authenticator.ts';
import { Person } from '../support/person.ts';
import { addPasskey, challengeFor, SoftPasskey } from '../support/soft-passkey.ts';
import { stored } from '../support/stored.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
/** Ana's and Ben's. */
let hers: SoftPasskey;
let his: SoftPasskey;
beforeAll(async () => {
  world = await createWorld();
  hers = await addPasskey(world.ana);
  his = await addPasskey(world.ben);
});
afterAll(() => world.end());

const nobody = () => new Person(world.desk.url);
const comesIn = (answer: object, person = nobody()) =>
  person.post<{ id?: string; error?: { code: string } }>('/api/auth/passkey', answer);
const strange = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('a passkey', () => {
  it('signs its owner in, also where a second step is set up: the device has checked who holds it', async () => {
    const { app } = await enrol(world.desk, world.ana);
    expect(app.secret).not.toBe('');
    const person = nobody();
    const answer = await comesIn(hers.signs(await challengeFor(person)), person);
    expect([answer.status, answer.body.id]).toEqual([200, world.ana.id]);
    expect((await person.get('/api/me')).status).toBe(200);
    await world.ana.delete('/api/me/second-step');
  });

  it.each<[what: string, lie: (challenge: string) => object]>([
    ['the page of another site', (c) => hers.signs(c, { origin: 'https://evil.example' })],
    ['the same host over another port', (c) => hers.signs(c, { origin: 'http://localhost:1' })],
    ['the passkey of another site', (c) => hers.signs(c, { rpId: 'evil.example' })],
    ['no check of who holds it', (c) => hers.signs(c, { flags: 0x01 })],
    ['nobody present', (c) => hers.signs(c, { flags: 0x04 })],
    ['the key of somebody else', (c) => hers.signs(c, { key: strange })],
    ['the name of another person', (c) => hers.signs(c, { userHandle: his.userHandle })],
    ['the id of another passkey', (c) => ({ ...hers.signs(c), id: his.id })],
    ['an unknown passkey', (c) => new SoftPasskey(world.desk.url).signs(c)],
    ['a counter that counts back', (c) => hers.signs(c, { counter: 0 })],
    ['the answer of a creation', (c) => hers.signs(c, { type: 'webauthn.create' })],
    ['a challenge of its own', () => hers.signs('bm90IGFza2Vk')],
    ['a changed signature', (c) => ({ ...hers.signs(c), signature: his.signs(c).signature })],
    ['no JSON', (c) => ({ ...hers.signs(c), clientDataJSON: 'eA' })],
    ['nothing', () => ({ id: '', clientDataJSON: '', authenticatorData: '', signature: '', userHandle: '' })],
  ])('does not sign in with %s', async (_what, lie) => {
    const person = nobody();
    const answer = await comesIn(lie(await challengeFor(person)), person);
    expect([answer.status, answer.body.error?.code]).toEqual([401, 'passkey.refused']);
    expect(person.cookie).toBe('');
  });

  it('signs in once with one answer, of eight at the same moment, and not later', async () => {
    const challenge = await challengeFor(nobody());
    const answer = hers.signs(challenge);
    const all = await Promise.all(Array.from({ length: 8 }, () => comesIn(answer)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await comesIn(answer)).status).toBe(401);
    const late = await challengeFor(nobody());
    world.desk.ahead.ms = 6 * 60_000;
    const tooLate = await comesIn(hers.signs(late));
    world.desk.ahead.ms = 0;
    expect(tooLate.status).toBe(401);
  });

  it('does not sign in a deactivated person, or after it was removed', async () => {
    const own = async () => (await world.ben.get<{ items: Passkey[] }>('/api/me/passkeys')).body.items;
    expect((await own()).map(({ id }) => id)).toEqual([his.id]);
    expect((await world.ben.delete(`/api/me/passkeys/${his.id}`)).status).toBe(204);
    expect((await comesIn(his.signs(await challengeFor(nobody())))).status).toBe(401);
    his = await addPasskey(world.ben);
    await world.zoe.patch(`/api/users/${world.ben.id}`, { active: false });
    expect((await comesIn(his.signs(await challengeFor(nobody())))).status).toBe(401);
    await world.zoe.patch(`/api/users/${world.ben.id}`, { active: true });
    await world.ben.signIn(world.ben.email);
  });

  it('is not renamed or removed by somebody else', async () => {
    for (const person of [world.ben, world.zoe]) {
      expect((await person.delete(`/api/me/passkeys/${hers.id}`)).status).toBe(404);
      expect((await person.patch(`/api/me/passkeys/${hers.id}`, { name: 'Mine' })).status).toBe(404);
    }
    expect((await nobody().delete(`/api/me/passkeys/${hers.id}`)).status).toBe(401);
  });
});

describe('a new passkey', () => {
  const options = async (person: Person) =>
    (await person.post<{ challenge: string }>('/api/me/passkeys/options')).body.challenge;

  it.each<[what: string, make: () => Promise<object>, status: number]>([
    ['asked for by somebody else', async () => new SoftPasskey(world.desk.url).creates(await options(world.ben)), 422],
    ['asked for a sign-in', async () => new SoftPasskey(world.desk.url).creates(await challengeFor(nobody())), 422],
    ['of another site', async () => new SoftPasskey('https://evil.example').creates(await options(world.ana)), 422],
    [
      'whose device checks nobody',
      async () => new SoftPasskey(world.desk.url).creates(await options(world.ana), { flags: 0x01 }),
      422,
    ],
    ['that is registered', async () => hers.creates(await options(world.ana)), 409],
    ['of another person', async () => his.creates(await options(world.ana)), 409],
    ['with a field more', async () => ({ ...hers.creates(await options(world.ana)), userId: world.zoe.id }), 422],
  ])('is refused: %s', async (_what, make, status) => {
    const before = stored(world.desk, 'SELECT id FROM passkeys');
    expect((await world.ana.post('/api/me/passkeys', await make())).status).toBe(status);
    expect(stored(world.desk, 'SELECT id FROM passkeys')).toEqual(before);
  });

  it('needs a recent sign-in, which a passkey proves too, but only of the same person', async () => {
    world.desk.ahead.ms = 11 * 60_000;
    const refused = await world.ana.post<{ error: { code: string; details: { ways: string[] } } }>(
      '/api/me/passkeys/options',
    );
    const foreign = await world.ana.post('/api/me/proof', { passkey: his.signs(await challengeFor(nobody())) });
    const proof = await world.ana.post('/api/me/proof', { passkey: hers.signs(await challengeFor(nobody())) });
    const done = await world.ana.post('/api/me/passkeys/options');
    world.desk.ahead.ms = 0;
    expect([refused.status, refused.body.error.code]).toEqual([403, 'recent_sign_in']);
    expect(refused.body.error.details.ways).toContain('passkey');
    expect([foreign.status, proof.status, done.status]).toEqual([422, 204, 200]);
  });
});
