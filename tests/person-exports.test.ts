import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_DAYS, type PersonExport } from '../server/person-exports/contract.ts';
import type { AuditLine } from '../server/audit/contract.ts';
import { uuidv7 } from '../db/ids.ts';
import { identities } from '../db/schema/oidc.ts';
import { NAMES_A_PERSON } from '../server/erasure/own-data.ts';
import { COVERS, LEAVES_OUT } from '../server/person-exports/covers.ts';
import { readme } from '../server/person-exports/readme.ts';
import { picture, text } from './support/files.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { unzipped } from './support/unzipped.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

type Items = { items: PersonExport[] };

const newCustomer = (name: string) => new Person(world.desk.url).register(name, `${uuidv7()}@post.example`);
async function ask(by: Person, of: { id: string } | 'me', body: object = {}): Promise<PersonExport> {
  const { status, body: made } = await by.post<PersonExport>(
    of === 'me' ? '/api/me/exports' : `/api/users/${of.id}/exports`,
    body,
  );
  expect(status).toBe(201);
  return made;
}
async function download(by: Person, { id }: { id: string }) {
  const answer = await fetch(`${by.url}/api/exports/${id}/archive`, { headers: by.headers });
  expect(answer.status).toBe(200);
  return unzipped(Buffer.from(await answer.arrayBuffer()));
}
const read = <T = Record<string, unknown>>(files: Map<string, Buffer>, name: string): T =>
  JSON.parse(String(files.get(name))) as T;
const everything = (files: Map<string, Buffer>) => Buffer.concat([...files.values()]).toString('latin1');

/** Everything in the database that opens something. */
const secrets = () =>
  [
    'SELECT hash AS secret FROM sessions',
    'SELECT password_hash AS secret FROM users WHERE password_hash IS NOT NULL',
    'SELECT sent_hash AS secret FROM messages',
    'SELECT hash AS secret FROM api_tokens',
    'SELECT sha256 AS secret FROM attachments',
    'SELECT storage_key AS secret FROM attachments',
  ].flatMap((query) => stored<{ secret: string }>(world.desk, query).map(({ secret }) => secret));

describe('the data of a customer', () => {
  it('is one archive of what they may see: facts, messages and files, and no note', async () => {
    const { ana, sol, desk } = world;
    const pia = await newCustomer('Pia');
    const { id, number } = await pia.opens('A wet floor', 'It drips');
    const photo = await picture('wet floor.png');
    const { body: file } = await pia.attaches(id, photo);
    await pia.post(`/api/tickets/${id}/messages`, { body: 'See here', attachmentIds: [file.id] });
    const { bytes } = await pia.downloads(file.id);
    await ana.says(id, 'We come today');
    const { body: secret } = await ana.attaches(id, text('plan.txt', 'Unmistakable plan'), { kind: 'note' });
    await sol.post(`/api/tickets/${id}/notes`, { body: 'Unmistakable note', attachmentIds: [] });
    await ana.post(`/api/tickets/${id}/notes`, { body: 'With a file', attachmentIds: [secret.id] });
    await ana.put(`/api/tickets/${id}/status`, { status: 'resolved' });
    await pia.put(`/api/tickets/${id}/rating`, { score: 4, comment: 'Quick' });
    await pia.put(`/api/tickets/${id}/draft`, { kind: 'message', body: 'Half a th' });
    await pia.post('/api/me/tokens', { name: 'Script', scopes: { tickets: ['view'] } });
    await pia.puts('/api/me/picture', photo);

    const made = await ask(pia, 'me');
    expect(made).toMatchObject({ own: true, notes: false, person: { id: pia.id }, by: { id: pia.id } });
    expect(made.expiresAt - made.createdAt).toBe(EXPORT_DAYS * DAY_MS);
    const files = await download(pia, made);
    expect([...files.keys()]).toEqual([
      ...['README.txt', 'profile.json', 'picture.webp', 'sessions.json', 'drafts.json'],
      ...[`tickets/${number}.json`, `files/${number}/1-wet floor.png`, 'audit.json'],
    ]);
    expect(read(files, 'profile.json')).toMatchObject({
      name: 'Pia',
      email: pia.email,
      kind: 'customer',
      passkeys: [],
    });
    expect(read<{ sessions: object[] }>(files, 'sessions.json').sessions).toHaveLength(1);
    expect(read(files, 'drafts.json')).toMatchObject([{ ticket: number, kind: 'message', body: 'Half a th' }]);
    expect(read(files, `tickets/${number}.json`)).toMatchObject({
      ...{ number, subject: 'A wet floor', rating: 4, ratingComment: 'Quick', importance: 0 },
      messages: [
        { body: 'It drips', author: 'Pia', by: 'customer', files: [] },
        { body: 'See here', files: [{ path: `files/${number}/1-wet floor.png`, name: 'wet floor.png' }] },
        { body: 'We come today', author: 'Ana', by: 'staff' },
      ],
    });
    expect(files.get(`files/${number}/1-wet floor.png`)).toEqual(bytes);
    const lines = read<{ who: string; what: string }[]>(files, 'audit.json');
    expect(lines.map(({ who, what }) => `${who} ${what}`)).toEqual(
      expect.arrayContaining(['you asked for all data of you', 'you registered', 'you created an API token of you']),
    );
    const all = everything(files);
    expect(all).not.toMatch(/Unmistakable|With a file|plan\.txt/u);
    for (const hidden of secrets()) expect(all).not.toContain(hidden);
    expect(secrets().length).toBeGreaterThan(10);
    expect(
      stored(desk, `SELECT * FROM audit_log WHERE target_id = ? AND action = 'person.downloaded'`, pia.id),
    ).toHaveLength(1);
  });

  it('has the notes only if an admin asks for them', async () => {
    const { zoe, ana } = world;
    const pia = await newCustomer('Pia');
    const { id, number } = await pia.opens('A wet floor', 'It drips');
    const { body: plan } = await ana.attaches(id, text('plan.txt', 'Unmistakable plan'), { kind: 'note' });
    await ana.post(`/api/tickets/${id}/notes`, { body: 'Unmistakable note', attachmentIds: [plan.id] });
    const without = await download(zoe, await ask(zoe, pia));
    expect(everything(without)).not.toContain('Unmistakable');
    const files = await download(zoe, await ask(zoe, pia, { notes: true }));
    expect(read(files, `notes/${number}.json`)).toMatchObject({
      ticket: number,
      notes: [{ author: 'Ana', body: 'Unmistakable note', files: [{ path: `files/${number}/1-plan.txt` }] }],
    });
    expect(String(files.get(`files/${number}/1-plan.txt`))).toBe('Unmistakable plan');
    const [line] = read<AuditLine[]>(files, 'audit.json').filter(({ action }) => action === 'person.exported');
    expect(line).toMatchObject({ actor: { id: zoe.id }, target: { id: pia.id }, data: { own: false, notes: true } });
  });

  it('does not tell them that they or their tickets are on legal hold, whoever asks for it', async () => {
    const { zoe } = world;
    const pia = await newCustomer('Pia');
    const { id } = await pia.opens('Evidence');
    for (const path of [`/api/users/${pia.id}`, `/api/tickets/${id}`]) {
      expect((await zoe.put(`${path}/hold`, { reason: 'Unmistakable' })).status).toBe(200);
      expect((await zoe.delete(`${path}/hold`)).status).toBe(204);
      expect((await zoe.put(`${path}/hold`, { reason: 'Unmistakable' })).status).toBe(200);
    }
    const lines = `SELECT 1 FROM audit_log WHERE target_id = ? AND action LIKE 'hold.%'`;
    expect(stored(world.desk, lines, pia.id)).toHaveLength(3);
    const byAdmin = await ask(zoe, pia, { notes: true });
    // The team hands the archive of an admin on to the person.
    for (const [who, made] of [
      [pia, await ask(pia, 'me')],
      [zoe, byAdmin],
    ] as const) {
      const files = await download(who, made);
      expect([...files.keys()]).toContain('audit.json');
      expect(everything(files)).not.toMatch(/\bhold\b|hold\.|Unmistakable/u);
    }
  });

  it('still tells an admin of the holds that they set on others', async () => {
    const { zoe } = world;
    const pia = await newCustomer('Pia');
    await zoe.put(`/api/users/${pia.id}/hold`, { reason: 'Case' });
    await zoe.put(`/api/users/${zoe.id}/hold`, { reason: 'Case' });
    const lines = read<{ what: string }[]>(await download(zoe, await ask(zoe, 'me')), 'audit.json');
    await zoe.delete(`/api/users/${zoe.id}/hold`);
    expect(lines.map(({ what }) => what)).toContain('put Pia on legal hold');
  });

  it('has every message of a long ticket, in order', async () => {
    const { ana } = world;
    const pia = await newCustomer('Pia');
    const { id, number } = await pia.opens('Long', 'Message 1');
    for (let at = 2; at <= 230; at += 1) await ana.says(id, `Message ${at}`);
    const files = await download(pia, await ask(pia, 'me'));
    const { messages } = read<{ messages: { seq: number; body: string }[] }>(files, `tickets/${number}.json`);
    expect(messages.map(({ body }) => body)).toEqual(Array.from({ length: 230 }, (_, at) => `Message ${at + 1}`));
  });

  it('has what the widget knows of a visitor', async () => {
    const { key } = await addSite(world.desk);
    const vera = await new Visitor(world.desk.url).begins(key);
    await vera.patch('/api/widget/me', { name: 'Vera', email: 'vera@post.example' });
    await vera.opens('Does it fit?');
    const files = await download(world.zoe, await ask(world.zoe, vera));
    expect(read(files, 'visits.json')).toMatchObject({ email: 'vera@post.example', externalId: null });
  });
});

describe('the data of a member of the team', () => {
  it('has what they held and wrote, and nothing that others wrote', async () => {
    const { zoe, ben, jonas, sol } = world;
    const { id, number } = await jonas.opens('Mine', 'Words of a customer');
    await ben.says(id, 'Words of Ben');
    await ben.post(`/api/tickets/${id}/notes`, { body: 'A note of Ben' });
    await sol.post(`/api/tickets/${id}/notes`, { body: 'A note of Sol' });
    const files = await download(zoe, await ask(zoe, ben, { notes: true }));
    expect(read(files, 'assignments.json')).toMatchObject([{ ticket: number, until: null }]);
    expect(read(files, 'messages.json')).toMatchObject([{ ticket: number, body: 'Words of Ben' }]);
    expect(read(files, 'notes.json')).toMatchObject([{ ticket: number, body: 'A note of Ben' }]);
    expect(everything(files)).not.toMatch(/Words of a customer|A note of Sol/u);
    expect([...(await download(ben, await ask(ben, 'me'))).keys()]).not.toContain('notes.json');
  });
});

describe('what a person made for their own work', () => {
  it('is in: tokens by name, saved replies, views, teams, and who they are at the provider', async () => {
    const { zoe, sol, ana, desk } = world;
    await sol.post('/api/me/tokens', { name: 'Nightly script', scopes: { tickets: ['view'] } });
    const reply = { name: 'Hello', shortcut: 'hello', body: 'Good day', shared: false };
    expect((await sol.post('/api/saved-replies', reply)).status).toBe(201);
    expect((await ana.post('/api/saved-replies', { ...reply, body: 'Unmistakable reply' })).status).toBe(201);
    const view = { name: 'Late', shared: false, base: 'mine', order: 'waiting', filters: { breached: true } };
    expect((await sol.post('/api/views', view)).status).toBe(201);
    expect((await ana.post('/api/views', { ...view, name: 'Unmistakable view' })).status).toBe(201);
    expect((await zoe.post('/api/teams', { name: 'Night', overflow: true, memberIds: [sol.id] })).status).toBe(201);
    const identity = { issuer: 'https://id.example', subject: 'sol-7' };
    await desk.commit(async ({ tx, now }) => {
      await tx.insert(identities).values({ ...identity, userId: sol.id, createdAt: now });
    });
    for (const files of [await download(sol, await ask(sol, 'me')), await download(zoe, await ask(zoe, sol))]) {
      expect(read(files, 'profile.json')).toMatchObject({
        identities: [identity],
        apiTokens: [{ name: 'Nightly script', scopes: { tickets: ['view'] } }],
        teams: ['Night'],
      });
      expect(read(files, 'saved-replies.json')).toMatchObject([{ shortcut: 'hello', body: 'Good day' }]);
      expect(read(files, 'views.json')).toMatchObject([view]);
      const all = everything(files);
      expect(all).not.toContain('Unmistakable');
      for (const hidden of secrets()) expect(all).not.toContain(hidden);
    }
  });

  it('has its place in the archive, or a reason why not, for every column that names a person', () => {
    expect([...Object.keys(COVERS), ...Object.keys(LEAVES_OUT)].toSorted()).toEqual(
      [...NAMES_A_PERSON.goes, ...NAMES_A_PERSON.stays].toSorted(),
    );
    const of = { id: '', person: { id: '', name: '' }, by: { id: '', name: '' }, own: false, notes: true };
    const about = { ...of, createdAt: 0, expiresAt: 0, withAudit: true, at: 0 };
    const told = readme({ ...about, kind: 'staff' }) + readme({ ...about, kind: 'customer' });
    for (const file of Object.values(COVERS)) expect(told).toContain(`\n${file} `);
  });
});

describe('an export', () => {
  it('is found in a list until it expires, and is gone then', async () => {
    const { zoe, desk } = world;
    const pia = await newCustomer('Pia');
    const made = await ask(zoe, pia);
    const own = await ask(pia, 'me');
    expect((await zoe.get<Items>('/api/exports')).body.items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([made.id, own.id]),
    );
    expect((await pia.get<Items>('/api/me/exports')).body.items).toEqual([own]);
    desk.ahead.ms += EXPORT_DAYS * DAY_MS;
    await pia.signIn(pia.email);
    expect((await pia.get<Items>('/api/me/exports')).body.items).toEqual([]);
    for (const path of ['', '/archive']) expect((await pia.get(`/api/exports/${own.id}${path}`)).status).toBe(404);
    desk.ahead.ms = 0;
  });

  it('asks for a recent sign-in, when it is made and at each download', async () => {
    const { desk } = world;
    const pia = await newCustomer('Pia');
    const made = await ask(pia, 'me');
    desk.ahead.ms += 11 * 60_000;
    const refused = await Promise.all([
      pia.post('/api/me/exports'),
      pia.get(`/api/exports/${made.id}`),
      pia.get(`/api/exports/${made.id}/archive`),
    ]);
    desk.ahead.ms = 0;
    expect(refused.map(({ status, body }) => [status, (body as { error: { code: string } }).error.code])).toEqual(
      Array.from({ length: 3 }, () => [403, 'recent_sign_in']),
    );
    expect((await pia.get(`/api/exports/${made.id}`)).status).toBe(200);
  });

  it('goes with its person', async () => {
    const { zoe } = world;
    const pia = await newCustomer('Pia');
    const made = await ask(zoe, pia);
    expect((await zoe.post(`/api/users/${pia.id}/erasure`, { name: 'Pia' })).status).toBe(204);
    expect((await zoe.get(`/api/exports/${made.id}/archive`)).status).toBe(404);
    expect((await zoe.post(`/api/users/${pia.id}/exports`)).status).toBe(404);
  });
});
