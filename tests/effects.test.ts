import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setPassword } from '../server/auth/commands.ts';
import { findActor } from '../server/auth/policy.ts';
import { endExpired, endSession, startSession } from '../server/auth/sessions.ts';
import type { Unit } from '../server/commit.ts';
import { acceptInvitation, invite } from '../server/invitations/commands.ts';
import { editMe, editUser } from '../server/people/commands.ts';
import { editSettings } from '../server/settings/commands.ts';
import { deleteSite } from '../server/sites/commands.ts';
import type { Visitor as Known } from '../server/widget/contract.ts';
import { editVisitor, forgetVisitors, setBlocked } from '../server/widget/commands.ts';
import { identify } from '../server/widget/identify.ts';
import type { Listener } from './support/listener.ts';
import type { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { SITE_SECRET, signFor } from './support/site-server.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let site: { id: string; key: string };
beforeEach(async () => {
  world = await createWorld();
  site = await addSite(world.desk, { identitySecret: SITE_SECRET });
});
afterEach(() => world.end());

/** As a rule, a mail or the command line does it: by the command alone. */
const runs = <T>(command: (unit: Unit) => Promise<T>) => world.desk.commit(command);
async function actorFor({ tx }: Unit, { id }: Person) {
  const actor = await findActor(tx, id);
  if (!actor) throw new Error('They are gone.');
  return actor;
}
const as = <T>(person: Person, command: (unit: Unit, actor: Awaited<ReturnType<typeof actorFor>>) => Promise<T>) =>
  runs(async (unit) => command(unit, await actorFor(unit, person)));

const closingOf = ({ socket }: Listener) =>
  new Promise<string>((resolve) => {
    let reason = 'none';
    socket.once('closing', (why) => (reason = why.reason));
    socket.once('disconnect', () => resolve(reason));
  });
const sessionOf = ({ id }: Person) =>
  stored<{ id: string }>(world.desk, 'SELECT id FROM sessions WHERE user_id = ? ORDER BY id DESC', id)[0]?.id ?? '';
const nameIn = (desk: Listener, { id }: Person) => desk.state.lists.colleagues.items.find((one) => one.id === id)?.name;

describe('a command that is called without its route', () => {
  it('closes the sockets of a deactivated colleague, tells the team, and reassigns their tickets', async () => {
    const { ana, ben, zoe, jonas } = world;
    await zoe.patch('/api/settings', { autoAssign: true });
    await ana.patch('/api/me', { availability: 'away' });
    const [hers, his] = await Promise.all([ana.listen(), ben.listen()]);
    const ticket = await jonas.opens('For Ben');
    await hers.until(() => hers.state.rows[ticket.id]?.assignee?.name === 'Ben', 'the ticket with Ben');
    await ana.patch('/api/me', { availability: 'available' });
    const closed = closingOf(his);
    await as(zoe, (unit, actor) => editUser(unit, actor, { id: ben.id, active: false }));
    expect(await closed).toBe('ended');
    await hers.until(() => nameIn(hers, ben) === undefined, 'a team without Ben');
    await hers.until(() => hers.state.rows[ticket.id]?.assignee?.name === 'Ana', 'the ticket with Ana');
    hers.close();
  });

  it('tells the team about a new colleague and a changed name', async () => {
    const { ana, zoe } = world;
    const desk = await ana.listen();
    const [invited] = await as(zoe, (unit, actor) =>
      invite(unit, actor, { emails: ['kim@desk.example'], role: 'agent' }),
    );
    if (!invited) throw new Error('Nobody was invited.');
    const id = await world.desk.commit((unit) =>
      acceptInvitation(unit, { token: invited.secret, name: 'Kim', passwordHash: 'none' }),
    );
    await desk.until(() => desk.state.lists.colleagues.items.some(({ name }) => name === 'Kim'), 'Kim');
    await as(zoe, (unit, actor) => editUser(unit, actor, { id, name: 'Kim Lee' }));
    await desk.until(() => desk.state.lists.colleagues.items.some(({ name }) => name === 'Kim Lee'), 'the new name');
    desk.close();
  });

  it('assigns tickets when an agent returns, and when automatic assignment is switched on', async () => {
    const { ana, zoe, jonas } = world;
    const desk = await ana.listen();
    const first = await jonas.opens('Before it is switched on');
    await as(zoe, (unit, actor) => editSettings(unit, actor, { autoAssign: true }));
    await desk.until(() => desk.state.rows[first.id]?.assignee?.name === 'Ana', 'the first ticket');
    await as(ana, (unit, actor) => editMe(unit, actor, { availability: 'away', provedBy: null }));
    const second = await jonas.opens('While she is away');
    await as(ana, (unit, actor) => editMe(unit, actor, { availability: 'available', provedBy: null }));
    await desk.until(() => desk.state.rows[second.id]?.assignee?.name === 'Ana', 'the second ticket');
    desk.close();
  });

  it('ends every other session after a new password, and reconnects the current one', async () => {
    const { ana } = world;
    const elsewhere = await ana.listen();
    await ana.signIn(ana.email);
    // Signing in again ended the session before it; one on another device is added by hand.
    await runs((unit) => startSession(unit, { userId: ana.id, kind: 'staff', device: 'phone', address: '' }));
    const here = await ana.listen();
    const current = stored<{ id: string }>(
      world.desk,
      `SELECT id FROM sessions WHERE user_id = ? AND device <> 'phone'`,
      ana.id,
    )[0]?.id;
    const closed = closingOf(here);
    await runs((unit) => setPassword(unit, { userId: ana.id, passwordHash: 'none', current: current ?? '' }));
    expect(await closed).toBe('restart');
    expect(stored(world.desk, 'SELECT id FROM sessions WHERE user_id = ?', ana.id)).toEqual([]);
    elsewhere.close();
  });

  it('closes the sockets of a session that signs out', async () => {
    const { jonas } = world;
    const tab = await jonas.listen();
    const closed = closingOf(tab);
    await runs((unit) => endSession(unit, { id: sessionOf(jonas), userId: jonas.id }));
    expect(await closed).toBe('ended');
  });

  it('closes the sockets of the oldest of more than a hundred sessions', async () => {
    const { jonas } = world;
    const tab = await jonas.listen();
    const closed = closingOf(tab);
    await runs(async (unit) => {
      for (let i = 0; i < 100; i += 1)
        await startSession(unit, { userId: jonas.id, kind: 'customer', device: '', address: '' });
    });
    expect(await closed).toBe('ended');
  });

  it('closes the sockets of an expired session', async () => {
    const { jonas } = world;
    const tab = await jonas.listen();
    const closed = closingOf(tab);
    world.desk.ahead.ms = 31 * 86_400_000;
    await runs(endExpired);
    expect(await closed).toBe('ended');
  });

  it('closes the sockets of a blocked visitor, and shows the block to staff with their ticket open', async () => {
    const { ana } = world;
    const visitor = await new Visitor(world.desk.url).begins(site.key);
    const ticket = await visitor.opens('Rude words');
    const [theirs, hers] = await Promise.all([visitor.listen(), ana.listen(ticket.id)]);
    const told: Known[] = [];
    hers.socket.on('visitor', (who) => void told.push(who));
    const closed = closingOf(theirs);
    await as(ana, (unit, actor) => setBlocked(unit, actor, { userId: visitor.id, blocked: true }));
    expect(await closed).toBe('blocked');
    await expect.poll(() => told.at(-1)).toMatchObject({ blocked: true, here: false });
    hers.close();
  });

  it('shows new visitor data to staff with their ticket open', async () => {
    const { ana } = world;
    const visitor = await new Visitor(world.desk.url).begins(site.key);
    const ticket = await visitor.opens('Where is it?');
    const hers = await ana.listen(ticket.id);
    const told: Known[] = [];
    hers.socket.on('visitor', (who) => void told.push(who));
    await as(visitor, (unit, actor) => editVisitor(unit, actor, { email: 'vera@post.example' }));
    await expect.poll(() => told.at(-1)).toMatchObject({ email: 'vera@post.example' });
    hers.close();
  });

  it('reconnects the sockets of a visitor who is identified', async () => {
    const visitor = await new Visitor(world.desk.url).begins(site.key);
    await visitor.opens('Before anybody knew me');
    const tab = await visitor.listen();
    const closed = closingOf(tab);
    const session = { id: sessionOf(visitor), userId: visitor.id, kind: 'visitor' as const, address: '' };
    const { joined } = await runs(async (unit) =>
      identify(unit, {
        ...{ site: site.key, token: signFor('vera', { site: site.key }), device: '', address: '', visit: {} },
        before: { actor: await actorFor(unit, visitor), session },
      }),
    );
    expect(joined).toBe(1);
    expect(await closed).toBe('restart');
  });

  it('closes the sockets of visitors whose site or data is deleted', async () => {
    const other = await addSite(world.desk);
    const [one, two] = await Promise.all([
      new Visitor(world.desk.url).begins(site.key),
      new Visitor(world.desk.url).begins(other.key),
    ]);
    const tabs = await Promise.all([one.listen(), two.listen()]);
    const closed = tabs.map(closingOf);
    await as(world.zoe, (unit, actor) => deleteSite(unit, actor, { id: site.id }));
    await runs((unit) => forgetVisitors(unit, { ids: [two.id], before: unit.now + 1_000 }));
    expect(await Promise.all(closed)).toEqual(['ended', 'ended']);
  });
});
