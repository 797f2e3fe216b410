import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedFor, enrol } from '../support/authenticator.ts';
import { ended } from '../support/ended.ts';
import {
  type IdentityProvider,
  saidAt,
  setUpProvider,
  startIdentityProvider,
  Traveller,
} from '../support/identity-provider.ts';
import { PASSWORD, Person } from '../support/person.ts';
import { Program } from '../support/program.ts';
import { stored } from '../support/stored.ts';
import { tokenBy } from '../support/token.ts';
import { addPerson, createWorld, type World } from '../support/world.ts';

let world: World;
let provider: IdentityProvider;
beforeAll(async () => {
  world = await createWorld();
  provider = await startIdentityProvider(world);
  await setUpProvider(world.zoe, provider);
});
afterAll(async () => {
  await provider.stop();
  await world.end();
});

let people = 0;
const nobody = () => new Person(world.desk.url);
async function somebody() {
  people += 1;
  const { email } = await addPerson(world.desk, { name: `Mo${people}` });
  return nobody().signIn(email);
}
const isIn = async (person: Person) => (await person.get('/api/me')).status === 200;
/** An admin gives them another address. */
const moves = async ({ id }: Person, email = `moved${people}@desk.example`) => {
  expect((await world.zoe.patch(`/api/users/${id}`, { email })).status).toBe(200);
  return email;
};

describe('an address that an admin gives to somebody ends what began with the one before:', () => {
  it('their sessions, with open sockets, and the sign-ins of programs', async () => {
    const mo = await somebody();
    const [second, program] = [await nobody().signIn(mo.email), await new Program(world.desk.url).signsIn(mo.email)];
    const reasons = ended(await mo.listen());
    const email = await moves(mo);
    expect(await reasons()).toEqual(['ended']);
    expect([await isIn(mo), await isIn(second), await isIn(program)]).toEqual([false, false, false]);
    expect((await program.refreshes()).status).toBe(401);
    await nobody().signIn(email);
    expect((await nobody().post('/api/auth/login', { email: mo.email, password: PASSWORD })).status).toBe(401);
  });

  it('their link for a new password', async () => {
    const mo = await somebody();
    const { link } = (await world.zoe.post<{ link: string }>(`/api/users/${mo.id}/password-link`)).body;
    await moves(mo);
    const reset = { token: link.split('#')[1], password: 'a quite new password' };
    expect((await nobody().post('/api/auth/password/reset', reset)).status).toBe(404);
  });

  it('a sign-in that waits for its second step', async () => {
    const mo = await somebody();
    const { app } = await enrol(world.desk, mo);
    const { pending } = await askedFor(nobody(), mo.email);
    await moves(mo);
    expect((await nobody().post('/api/auth/second-step', { pending, code: app.code(1) })).status).toBe(401);
  });

  it('and so do those of a customer', async () => {
    const kim = await nobody().register('Kim', `kim${(people += 1)}@post.example`);
    await moves(kim, `kim.moved${people}@post.example`);
    expect(await isIn(kim)).toBe(false);
  });

  it('but not their access tokens, which are listed and ended apart', async () => {
    const mo = await somebody();
    const { program } = await tokenBy(mo);
    await moves(mo);
    expect((await program.get('/api/tickets')).status).toBe(200);
  });

  it('and nothing where the address stays, or only the name is another', async () => {
    const mo = await somebody();
    await moves(mo, mo.email.toUpperCase());
    expect((await world.zoe.patch(`/api/users/${mo.id}`, { name: 'Mo Roth', locale: 'de' })).status).toBe(200);
    expect(await isIn(mo)).toBe(true);
    // Others are not signed out.
    await moves(await somebody());
    expect(await isIn(mo)).toBe(true);
  });
});

describe('somebody from the provider who was found by an address', () => {
  const comes = async () => {
    const mo = await somebody();
    provider.accounts.set(mo.id, { email: mo.email, email_verified: true });
    provider.who = mo.id;
    const at = new Traveller(world.desk.url);
    const { confirm: pending } = saidAt(await at.signsInThere());
    const confirms = () => at.post('/api/auth/oidc/confirm', { pending, password: PASSWORD });
    return { mo, confirms };
  };

  it.each<[by: string, changes: (mo: Person) => Promise<unknown>]>([
    ['an admin', (mo) => moves(mo)],
    ['its owner', (mo) => mo.patch('/api/me', { email: `own${people}@desk.example`, password: PASSWORD })],
  ])('is not connected once the account has another one, by %s', async (_by, changes) => {
    const { mo, confirms } = await comes();
    await changes(mo);
    expect((await confirms()).status).toBe(401);
    expect(stored(world.desk, 'SELECT * FROM identities WHERE user_id = ?', mo.id)).toEqual([]);
  });
});
