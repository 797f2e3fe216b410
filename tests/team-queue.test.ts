import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Place } from '../server/place/contract.ts';
import { OVERFLOW_AFTER_MS, type TeamDetails } from '../server/teams/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import type { Listener } from './support/listener.ts';
import { Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
let desks: Listener[];
beforeEach(async () => {
  world = await createWorld();
  desks = [];
});
afterEach(async () => {
  for (const desk of desks) desk.close();
  await world.end();
});

async function sitsDown(person: Person): Promise<Listener> {
  const desk = await person.listen();
  desks.push(desk);
  return desk;
}
const switchOn = () => world.zoe.patch('/api/settings', { autoAssign: true });
const capacity = (person: Person, most: number) => world.zoe.patch(`/api/users/${person.id}`, { capacity: most });
const makeTeam = async (name: string, members: Person[], more: object = {}) =>
  (await world.sol.post<TeamDetails>('/api/teams', { name, memberIds: members.map(({ id }) => id), ...more })).body;
async function opensFor(team: TeamDetails | null, subject: string, person = world.jonas): Promise<TicketRow> {
  const ticket = await person.opens(subject);
  if (team) await world.ana.put(`/api/tickets/${ticket.id}/team`, { teamId: team.id });
  world.desk.ahead.ms += 1_000;
  return ticket;
}
const holder = (desk: Listener, { id }: TicketRow) => desk.state.rows[id]?.assignee?.name;
const getsTo = (desk: Listener, ticket: TicketRow, person: Person) =>
  desk.until(() => holder(desk, ticket) === person.name, `${ticket.subject} with ${person.name}`);
const isNobodys = async ({ id }: TicketRow) =>
  expect((await world.sol.get<TicketRow>(`/api/tickets/${id}`)).body.assignee).toBeNull();

describe('automatic assignment', () => {
  it('gives a ticket of a team to a member, also where somebody else has fewer tickets', async () => {
    const { ana, ben } = world;
    const returns = await makeTeam('Returns', [ana]);
    const desk = await sitsDown(ana);
    await sitsDown(ben);
    const held = await world.mia.opens('Ana has one');
    await ana.put(`/api/tickets/${held.id}/assignee`, { assigneeId: ana.id });
    const ofTeam = await opensFor(returns, 'Of the team');
    await switchOn();
    await getsTo(desk, ofTeam, ana);
    await getsTo(desk, await opensFor(null, 'Of no team'), ben);
  });

  it('lets it wait while the members are away or full, and looks past it for others', async () => {
    const { ana, ben } = world;
    await capacity(ana, 1);
    const returns = await makeTeam('Returns', [ana]);
    const desk = await sitsDown(ana);
    await sitsDown(ben);
    const ofTeam: TicketRow[] = [];
    // More than one look takes, before the one that Ben may get.
    for (let n = 0; n < 18; n += 1)
      ofTeam.push(await opensFor(returns, `Of the team ${n}`, n % 2 ? world.jonas : world.mia));
    const behind = await opensFor(null, 'Behind them all');
    await switchOn();
    const [first, second] = ofTeam;
    if (!first || !second) throw new Error('There are eighteen.');
    await getsTo(desk, behind, ben);
    await getsTo(desk, first, ana);
    await isNobodys(second);
    // By hand anybody may take it.
    expect((await ben.put(`/api/tickets/${second.id}/assignee`, { assigneeId: ben.id })).status).toBe(200);
    await ana.put(`/api/tickets/${first.id}/status`, { status: 'resolved' });
    await getsTo(desk, ofTeam[2] ?? first, ana);
  });

  it('gives it to anybody once nobody of the team was here for some minutes, if the team wants that', async () => {
    const { ana, ben, zoe } = world;
    const [open, closed] = [await makeTeam('Open', [ana]), await makeTeam('Closed', [ana], { overflow: false })];
    const hers = await ana.listen();
    const desk = await sitsDown(ben);
    await capacity(ana, 0);
    const [ofOpen, ofClosed] = [await opensFor(open, 'Of the open one'), await opensFor(closed, 'Of the closed one')];
    await switchOn();
    // She is here, and has no room.
    await getsTo(desk, await opensFor(null, 'A mark'), ben);
    await isNobodys(ofOpen);
    hers.close();
    // A page that is loaded again gives nothing away.
    await getsTo(desk, await opensFor(null, 'Another mark'), ben);
    await isNobodys(ofOpen);
    world.desk.ahead.ms += OVERFLOW_AFTER_MS + 1_000;
    await getsTo(desk, await opensFor(null, 'A third mark'), ben);
    await getsTo(desk, ofOpen, ben);
    await isNobodys(ofClosed);
    await zoe.put(`/api/teams/${closed.id}/members`, { memberIds: [ana.id, ben.id] });
    await getsTo(desk, ofClosed, ben);
  });

  it('gives a ticket away as soon as it is sent to the team of somebody who is free', async () => {
    const { ana, ben } = world;
    const [none, hers] = [await makeTeam('Nobody’s', [ben], { overflow: false }), await makeTeam('Hers', [ana])];
    const desk = await sitsDown(ana);
    const ticket = await opensFor(none, 'Sent on');
    await switchOn();
    await getsTo(desk, await opensFor(null, 'A mark'), ana);
    await isNobodys(ticket);
    await world.ben.put(`/api/tickets/${ticket.id}/team`, { teamId: hers.id });
    await getsTo(desk, ticket, ana);
  });
});

describe('a claim', () => {
  it('takes the tickets of one’s own teams first, then the rest, up to the capacity', async () => {
    const { ana, ben } = world;
    const [his, other] = [await makeTeam('His', [ben]), await makeTeam('Other', [ana])];
    const urgent = await opensFor(other, 'Of another team');
    await world.sol.patch(`/api/tickets/${urgent.id}`, { priority: 'urgent' });
    const ofNone = await opensFor(null, 'Of no team');
    const [first, second] = [await opensFor(his, 'His first'), await opensFor(his, 'His second')];
    await capacity(ben, 3);
    const { body } = await ben.post<{ items: TicketRow[] }>('/api/queue/claim');
    expect(body.items.map(({ subject }) => subject)).toEqual([first, second, urgent].map(({ subject }) => subject));
    await isNobodys(ofNone);
    expect((await ben.post<{ items: TicketRow[] }>('/api/queue/claim')).body.items).toEqual([]);
  });
});

describe('what customers are promised', () => {
  const placeOf = async (person: Person, { id }: TicketRow) =>
    (await person.get<Place>(`/api/tickets/${id}/place`)).body;

  it('is the place behind the tickets that the same people answer', async () => {
    const { jonas, mia, ana } = world;
    const [returns, paying] = [await makeTeam('Returns', []), await makeTeam('Paying', [])];
    const [a, b] = [await opensFor(returns, 'Returns 1', mia), await opensFor(null, 'None 1', mia)];
    const [c, d, e] = [
      await opensFor(paying, 'Paying 1'),
      await opensFor(returns, 'Returns 2'),
      await opensFor(null, 'None 2'),
    ];
    const places = async () => [
      (await placeOf(mia, a)).place,
      (await placeOf(mia, b)).place,
      ...(await Promise.all([c, d, e].map(async (one) => (await placeOf(jonas, one)).place))),
    ];
    expect(await places()).toEqual([0, 1, 1, 2, 4]);
    const his = await jonas.listen();
    const heard: Place[] = [];
    his.socket.on('queue', (place) => heard.push(place));
    await ana.says(a.id, 'Done.');
    // Nobody who pays is told, as nothing changed for them.
    const told = () => Object.fromEntries(heard.map(({ ticketId, place }) => [ticketId, place]));
    await expect.poll(told).toEqual({ [d.id]: 1, [e.id]: 3 });
    expect(his.bytes()).not.toContain(returns.id);
    his.close();
  });

  it('is a time by the pace of that line, and none while nobody answers there', async () => {
    const { ana, desk } = world;
    const [quick, slow] = [await makeTeam('Quick', []), await makeTeam('Slow', [])];
    const lena = await new Person(desk.url).register('Lena', 'lena@post.example');
    // The pace is that of the clock's hour and the one before.
    desk.ahead.ms = 3_600_000 - (Date.now() % 3_600_000);
    for (let n = 0; n < 10; n += 1) {
      const ticket = await opensFor(quick, `Quick ${n}`, lena);
      desk.ahead.ms += 60_000;
      await ana.says(ticket.id, 'So.');
    }
    desk.ahead.ms += 60_000;
    const [one, other] = [await opensFor(quick, 'To the quick', lena), await opensFor(slow, 'To the slow', lena)];
    expect((await placeOf(lena, one)).waitMs).toBeGreaterThan(0);
    expect(await placeOf(lena, other)).toMatchObject({ place: 0, waitMs: null });
  });

  it('are the hours of the team of their site, if it has its own', async () => {
    const never = { timeZone: 'UTC', week: [[], [], [], [], [], [], []], holidays: [] };
    const always = { ...never, week: never.week.map(() => [['00:00', '24:00']]) };
    const { key } = await addSite(world.desk, { hours: never });
    const [site] = stored<{ id: string }>(world.desk, 'SELECT id FROM sites WHERE key = ?', key);
    const isOpen = async () =>
      (await world.stranger.get<{ hours: { open: boolean } | null }>(`/api/widget/sites/${key}`)).body.hours?.open;
    expect(await isOpen()).toBe(false);
    const team = await makeTeam('Night', [], { siteIds: [site?.id] });
    expect(await isOpen()).toBe(false);
    await world.sol.patch(`/api/teams/${team.id}`, { hours: always });
    expect(await isOpen()).toBe(true);
    await world.zoe.delete(`/api/teams/${team.id}`);
    expect(await isOpen()).toBe(false);
  });
});
