import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../server/config.ts';
import { addressIn } from '../server/people/address.ts';
import { indexed } from './support/indexed.ts';
import { Person } from './support/person.ts';
import { createWorld, type World } from './support/world.ts';

/** What somebody may type, and the one form in which it is kept and shown. */
const ADDRESSES = [
  ["o'neil@post.example", "o'neil@post.example"],
  ['Ana+Desk.2026@Post.Example', 'ana+desk.2026@post.example'],
  ['mail@münchen.example', 'mail@münchen.example'],
  ['post@xn--mnchen-3ya.example', 'post@münchen.example'],
  ['почта@Пример.рф', 'почта@пример.рф'],
  ['info@xn--e1afmkfd.xn--p1ai', 'info@пример.рф'],
  ['Jürgen@post.example', 'jürgen@post.example'],
  ['用户@例子。中国', '用户@例子.中国'],
  ['a@ex-am-ple.museum', 'a@ex-am-ple.museum'],
  ["!#$%&'*+/=?^_`{|}~-@post.example", "!#$%&'*+/=?^_`{|}~-@post.example"],
  // Latin and Cyrillic letters in one name: shown so that it cannot pass for another.
  ['a@аpple.example', 'a@xn--pple-43d.example'],
  // Decodes to a sign that looks like a slash, and that nobody can type into the address again.
  ['a@½.example', 'a@xn--12-c6t.example'],
  ['a@xn--shopx-g33b.example', 'a@xn--shopx-g33b.example'],
] as const;
const REFUSED = [
  '',
  'a',
  '@post.example',
  'a@',
  'a@post',
  'a b@post.example',
  'a@b@post.example',
  '.a@post.example',
  'a..b@post.example',
  'a@post..example',
  'a@-post.example',
  'a@post.example/x',
  'a@post.example:80',
  'a@[127.0.0.1]',
  'a@127.0.0.1',
  'a\u202E@post.example',
  'a@po\u200Bst.example',
  // Letters and marks that show nothing: the address would look like that of somebody else.
  'a\u3164@post.example',
  'a\u115F@post.example',
  'a\uFFA0@post.example',
  'a\u034F@post.example',
  'a\uFE0F@post.example',
  'a\u17B4@post.example',
  '"a"@post.example',
  `${'a'.repeat(65)}@post.example`,
  `a@${'b'.repeat(64)}.example`,
  `${'ü'.repeat(33)}@post.example`,
];

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

describe('a mail address', () => {
  it.each(ADDRESSES)('%s is one person with %s', async (typed, shown) => {
    const { desk, zoe } = world;
    const name = `Of ${shown}`.slice(0, 60);
    const person = await new Person(desk.url).register(name, typed);
    expect(person.me.email).toBe(shown);
    const { ascii = '' } = addressIn(typed) ?? {};
    for (const form of [shown, ascii, shown.toUpperCase()]) {
      expect((await new Person(desk.url).signIn(form)).id).toBe(person.id);
    }
    expect(
      await new Person(desk.url).post('/api/auth/register', {
        name,
        email: ascii,
        password: 'a long enough password',
      }),
    ).toMatchObject({ status: 409 });
    await person.opens('A question');
    await indexed(desk);
    for (const form of [shown, ascii])
      expect((await zoe.get(`/api/users?q=${encodeURIComponent(form)}`)).body).toMatchObject({
        items: [{ id: person.id }],
      });
  });

  it.each(REFUSED)('%j is refused everywhere', async (email) => {
    expect(addressIn(email)).toBeNull();
    const password = 'a long enough password';
    const answers = [
      await new Person(world.desk.url).post('/api/auth/register', { name: 'Nobody', email, password }),
      await new Person(world.desk.url).post('/api/auth/login', { email, password }),
      await world.zoe.post('/api/users', { name: 'Nobody', email }),
      await world.zoe.post('/api/invitations', { emails: [email], role: 'agent' }),
    ];
    const refused = (field: string) => ({ status: 422, body: { error: { fields: { [field]: expect.any(String) } } } });
    expect(answers).toMatchObject([...Array(3).fill(refused('email')), refused('emails.0')]);
  });

  it('of the first admin is read by the same rule', () => {
    expect(
      readConfig({ ADMIN_EMAIL: ' Chef@xn--mnchen-3ya.Example ', ADMIN_PASSWORD: 'a long enough password' }),
    ).toMatchObject({
      admin: { email: 'chef@münchen.example' },
    });
    expect(() => readConfig({ ADMIN_EMAIL: 'chef', ADMIN_PASSWORD: 'a long enough password' })).toThrow('ADMIN_EMAIL');
  });
});
