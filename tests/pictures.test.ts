import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storageFolder } from '../server/attachments/storage.ts';
import type { Colleague, Me, Profile, User, Whereabouts } from '../server/people/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import { converge } from './support/converge.ts';
import { type Picked, picture } from './support/files.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { WAIT_MS } from './support/within.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

let world: World;
let photo: Picked;
beforeAll(async () => {
  world = await createWorld();
  photo = await picture('me.jpg', { width: 1200, height: 800, colour: '#a03020' });
});
afterAll(() => world.end());

const files = async () => (await readdir(storageFolder(world.desk.dataDir))).filter((name) => name !== 'incoming');
const until = (holds: () => Promise<void>) => vi.waitFor(holds, { timeout: WAIT_MS });
const keyOf = (person: { id: string }) =>
  stored<{ picture: string | null }>(world.desk, 'SELECT picture FROM users WHERE id = ?', person.id)[0]?.picture;

async function see(person: Person, path: string | null) {
  const response = await fetch(world.desk.url + path, { headers: person.headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const customer = () => new Person(world.desk.url).register('Pia', `${uuidv7()}@post.example`);
const colleague = async (name: string) =>
  new Person(world.desk.url).signIn((await addPerson(world.desk, { name })).email);

describe('a picture', () => {
  it('is a small square of our own making, kept by browsers until there is another', async () => {
    const { ana } = world;
    const { status, body } = await ana.puts<Profile>('/api/me/picture', photo);
    expect([status, body.picture]).toEqual([200, `/api/pictures/${keyOf(ana)}`]);
    const { headers, bytes } = await see(ana, body.picture);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 192, height: 192 });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
    });
    const next = (await ana.puts<Profile>('/api/me/picture', await picture('other.webp'))).body.picture;
    expect(next).not.toBe(body.picture);
    expect((await see(ana, body.picture)).status).toBe(404);
    expect((await see(ana, next)).status).toBe(200);
    await until(async () => expect(await files()).toEqual([keyOf(ana)]));
    expect((await ana.delete<Profile>('/api/me/picture')).body.picture).toBeNull();
    expect((await see(ana, next)).status).toBe(404);
    await until(async () => expect(await files()).toEqual([]));
    const lines = stored(
      world.desk,
      `SELECT data FROM audit_log WHERE action = 'profile.edited' AND actor_id = ?`,
      ana.id,
    );
    expect(lines).toEqual(Array(3).fill({ data: JSON.stringify({ changed: ['picture'] }) }));
    // Removed already.
    expect((await ana.delete('/api/me/picture')).status).toBe(200);
    expect(
      stored(world.desk, `SELECT 1 FROM audit_log WHERE action = 'profile.edited' AND actor_id = ?`, ana.id),
    ).toHaveLength(3);
  });

  it('of staff is on every desk at once, in the list of people, and in the widget of those whom they answer', async () => {
    const { zoe, ben, jonas } = world;
    const sam = await colleague('Sam');
    const { id } = await jonas.opens('For Sam');
    await sam.says(id, 'I look into it');
    const [hers, his, own] = [await ben.listen(), await jonas.listen(), await sam.listen()];
    const again = new Promise((resolve) => his.socket.once('resync', resolve));
    const path = (await sam.puts<Profile>('/api/me/picture', photo)).body.picture;
    const inList = () => hers.state.lists.colleagues.items.find((one) => one.id === sam.id)?.picture;
    await hers.until(() => inList() === path, 'the list of colleagues');
    await own.until(() => own.state.me.picture === path, 'their own screen');
    await again;
    await converge(ben, hers);
    expect((await jonas.get<Colleague>(`/api/tickets/${id}/assignee`)).body.picture).toBe(path);
    expect((await zoe.get<User>(`/api/users/${sam.id}`)).body.picture).toBe(path);

    // The widget has no cookie.
    expect((await see(world.stranger, path)).status).toBe(200);
    for (const one of [hers, his, own]) one.close();
  });

  it('of a customer is seen by themselves and by staff, and looks missing to everybody else', async () => {
    const { desk, ana, zoe, mia, stranger } = world;
    const pia = await customer();
    const { id } = await pia.opens('Who am I?');
    const open = await ana.listen(id);
    const heard = new Promise((resolve) => open.socket.once('profile', resolve));
    const path = (await pia.puts<Profile>('/api/me/picture', photo)).body.picture;
    expect(await heard).toEqual({ userId: pia.id });
    expect((await ana.get<Whereabouts>(`/api/tickets/${id}/whereabouts`)).body.picture).toBe(path);
    const { key } = await addSite(desk);
    const vera = await new Visitor(desk.url).begins(key);
    for (const [person, status] of [
      [pia, 200],
      [ana, 200],
      [zoe, 200],
      [mia, 404],
      [stranger, 404],
      [vera, 404],
    ] as const)
      expect([person === stranger ? '' : person.name, (await see(person, path)).status]).toEqual([
        person === stranger ? '' : person.name,
        status,
      ]);
    open.close();
  });

  it('is set and removed for somebody else by those who may change people', async () => {
    const { zoe, ana } = world;
    const pia = await customer();
    expect((await ana.puts(`/api/users/${pia.id}/picture`, photo)).status).toBe(403);
    const set = await zoe.puts<User>(`/api/users/${pia.id}/picture`, photo);
    expect((await pia.get<Me>('/api/me')).body.picture).toBe(set.body.picture);
    expect((await ana.delete(`/api/users/${pia.id}/picture`)).status).toBe(403);
    expect((await zoe.delete<User>(`/api/users/${pia.id}/picture`)).body.picture).toBeNull();
  });

  it('goes with the person who is erased, with its file', async () => {
    const { zoe } = world;
    const pia = await customer();
    const path = (await pia.puts<Profile>('/api/me/picture', photo)).body.picture;
    const key = keyOf(pia);
    await pia.patch('/api/me', { locale: 'pt-BR', timeZone: 'America/Lima' });
    expect((await zoe.get(`/api/users/${pia.id}/erasure`)).body).toMatchObject({ goes: { picture: true } });
    await zoe.post(`/api/users/${pia.id}/erasure`, { name: 'Pia' });
    expect((await see(zoe, path)).status).toBe(404);
    expect(stored(world.desk, 'SELECT picture, locale, time_zone AS zone FROM users WHERE id = ?', pia.id)).toEqual([
      { picture: null, locale: 'en', zone: 'UTC' },
    ]);
    await until(async () => expect(await files()).not.toContain(key));
  });
});
