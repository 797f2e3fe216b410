import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from '../db/ids.ts';
import { categories } from '../db/schema/ticket-fields.ts';
import type { Team, TeamDetails } from '../server/teams/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { converge, shows } from './support/converge.ts';
import { hears, SILENCE } from './support/hears.ts';
import type { Answer, Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { stored } from './support/stored.ts';
import { Visitor } from './support/visitor.ts';
import { createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

let names = 0;
async function makeTeam(more: object = {}): Promise<TeamDetails> {
  const { body, status } = await world.sol.post<TeamDetails>('/api/teams', { name: `Team ${(names += 1)}`, ...more });
  expect(status).toBe(201);
  return body;
}
const readTeam = async ({ id }: Team) => (await world.ana.get<TeamDetails>(`/api/teams/${id}`)).body;
const readTicket = async ({ id }: TicketRow) => (await world.ana.get<TicketRow>(`/api/tickets/${id}`)).body;
const move = (person: Person, ticket: TicketRow, teamId: string | null, seen?: number) =>
  person.put<TicketRow>(`/api/tickets/${ticket.id}/team`, { teamId, ...(seen !== undefined && { seen }) });
const listed = async (query: string, person = world.ana) =>
  (await person.get<{ items: TicketRow[] }>(`/api/tickets?${query}`)).body.items.map(({ id }) => id);
const addCategory = (code: string) =>
  world.desk.commit(({ tx }) => tx.insert(categories).values({ code, name: code, weight: 1 }));

describe('a team', () => {
  it('has a name, hours, members and defaults, and a retry makes no second one', async () => {
    const id = uuidv7();
    const hours = { timeZone: 'Europe/Madrid', week: [[['09:00', '17:00']], [], [], [], [], [], []], holidays: [] };
    const input = { id, name: 'Returns', hours, memberIds: [world.ben.id, world.ana.id] };
    const first = await world.sol.post<TeamDetails>('/api/teams', input);
    expect(first).toMatchObject({
      status: 201,
      body: { id, name: 'Returns', hours, overflow: true, waiting: 0, categories: [], siteIds: [] },
    });
    expect(first.body.memberIds.toSorted()).toEqual([world.ana.id, world.ben.id].toSorted());
    expect(await world.sol.post('/api/teams', input)).toMatchObject({ status: 200, body: first.body });
    expect(await world.sol.post('/api/teams', { ...input, name: 'Other' })).toMatchObject({
      status: 409,
      body: { error: { code: 'id_reused' } },
    });
    expect(await world.sol.post('/api/teams', { name: 'RETURNS' })).toMatchObject({
      status: 409,
      body: { error: { code: 'teams.name_taken', fields: { name: expect.any(String) } } },
    });
    expect(stored(world.desk, `SELECT action FROM audit_log WHERE target_id = ?`, id)).toHaveLength(1);
  });

  it('shows at every desk at once, with its members, and never to a customer', async () => {
    const [desk, portal] = [await world.ben.listen(), await world.jonas.listen()];
    const of = (id: string) => desk.state.lists.teams.items.find((one) => one.id === id);
    const team = await makeTeam({ name: 'Quillfish' });
    await desk.until(() => of(team.id)?.name === 'Quillfish', 'the team');
    await world.sol.put(`/api/teams/${team.id}/members`, { memberIds: [world.ben.id] });
    await desk.until(() => of(team.id)?.memberIds.includes(world.ben.id) === true, 'its member');
    await world.sol.patch(`/api/teams/${team.id}`, { name: 'Quillfishes', overflow: false });
    await desk.until(() => of(team.id)?.overflow === false, 'its new name');
    await converge(world.ben, desk);
    const ticket = await world.jonas.opens('A mark');
    await move(world.ben, ticket, team.id);
    await portal.heard('ticket.opened', ticket.id);
    await world.ben.says(ticket.id, 'Hello');
    await portal.heard('message.sent', ticket.id);
    expect(portal.bytes()).not.toContain('Quillfish');
    expect(portal.bytes()).not.toContain(team.id);
    await world.zoe.delete(`/api/teams/${team.id}`);
    await desk.until(() => of(team.id) === undefined, 'no team');
    await converge(world.ben, desk);
    for (const one of [desk, portal]) one.close();
  });

  it('tells nobody when nothing changes', async () => {
    const team = await makeTeam({ memberIds: [world.ana.id] });
    const audits = () => stored(world.desk, `SELECT id FROM audit_log WHERE target_id = ?`, team.id).length;
    const version = () => stored(world.desk, `SELECT version FROM list_versions WHERE list = 'teams'`);
    const before = [audits(), version()];
    await world.sol.patch(`/api/teams/${team.id}`, { name: team.name, overflow: team.overflow });
    await world.sol.put(`/api/teams/${team.id}/members`, { memberIds: [world.ana.id, world.ana.id] });
    expect([audits(), version()]).toEqual(before);
  });

  it('takes anybody of the staff in any number of teams, and nobody else', async () => {
    const [one, two] = [await makeTeam({ memberIds: [world.ana.id] }), await makeTeam({ memberIds: [world.ana.id] })];
    expect([(await readTeam(one)).memberIds, (await readTeam(two)).memberIds]).toEqual([
      [world.ana.id],
      [world.ana.id],
    ]);
    for (const memberIds of [[world.jonas.id], [uuidv7()], [world.ben.id, world.mia.id]])
      expect(await world.sol.put(`/api/teams/${one.id}/members`, { memberIds })).toMatchObject({
        status: 422,
        body: { error: { fields: { memberIds: expect.any(String) } } },
      });
    expect((await readTeam(one)).memberIds).toEqual([world.ana.id]);
  });
});

describe('the team of a ticket', () => {
  let team: TeamDetails;
  let ticket: TicketRow;
  beforeEach(async () => {
    team = await makeTeam();
    ticket = await world.jonas.opens('The grinder is loud');
  });

  it('is changed by whoever may change the ticket, and told to the team and to no customer', async () => {
    const heard = await hears(world, ticket.id, () => move(world.ana, ticket, team.id));
    expect(heard).toMatchObject({ customer: [], open: ['ticket.team_changed'], row: { teamId: team.id } });
    expect(await hears(world, ticket.id, () => move(world.ana, ticket, team.id))).toEqual(SILENCE);
    expect((await world.jonas.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.teamId).toBeNull();
    expect((await move(world.ben, ticket, null)).body.teamId).toBeNull();
  });

  it('is not overwritten unawares, and stands in the history', async () => {
    const { version } = await readTicket(ticket);
    const other = await makeTeam();
    await move(world.ana, ticket, team.id);
    expect(await move(world.ben, ticket, other.id, version)).toMatchObject({
      status: 409,
      body: { error: { code: 'tickets.changed', message: expect.stringContaining('Ana') } },
    });
    const { body } = await world.ben.get<{ items: object[] }>(`/api/tickets/${ticket.id}/events`);
    expect(body.items).toContainEqual(
      expect.objectContaining({ type: 'ticket.team_changed', teamId: team.id, was: null }),
    );
  });

  it('is one of the acts on many tickets', async () => {
    const other = await world.mia.opens('Another');
    const acts = [ticket, other].map(({ id }) => ({ ticketId: id, field: 'team', value: team.id }));
    const { body } = await world.ana.post<{ results: { row: TicketRow }[] }>('/api/acts', { acts });
    expect(body.results.map(({ row }) => row.teamId)).toEqual([team.id, team.id]);
  });

  it('comes to an open desk as a fresh snapshot has it, with the count of those that wait for it', async () => {
    const listener = await world.ben.listen(ticket.id);
    await shows(world.ben, listener, ticket.id);
    const waiting = () => listener.state.counts?.teams[team.id] ?? 0;
    await move(world.ana, ticket, team.id);
    await listener.heard('ticket.team_changed', ticket.id);
    await listener.until(() => waiting() === 1, 'one waits');
    await converge(world.ben, listener);
    await world.ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: world.ana.id });
    await listener.until(() => waiting() === 0, 'none waits');
    await world.ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: null });
    await listener.until(() => waiting() === 1, 'it waits again');
    await world.ana.put(`/api/tickets/${ticket.id}/snooze`, { until: Date.now() + 3_600_000 });
    await listener.until(() => waiting() === 0, 'it is snoozed');
    await converge(world.ben, listener);
    expect(await readTeam(team)).toMatchObject({ waiting: 0 });
    listener.close();
  });

  it('is a filter of lists and of saved views: one, several, mine, and none', async () => {
    const [mine, none] = [await makeTeam({ memberIds: [world.ben.id] }), ticket];
    const [ofTeam, ofMine] = [await world.jonas.opens('Of a team'), await world.jonas.opens('Of mine')];
    await move(world.ana, ofTeam, team.id);
    await move(world.ana, ofMine, mine.id);
    const here = new Set([none.id, ofTeam.id, ofMine.id]);
    const found = async (query: string, person = world.ben) =>
      (await listed(`limit=100&${query}`, person)).filter((id) => here.has(id)).toSorted();
    expect(await found(`team=${team.id}`)).toEqual([ofTeam.id]);
    expect(await found(`team=${team.id},${mine.id}`)).toEqual([ofTeam.id, ofMine.id].toSorted());
    expect(await found('team=mine')).toEqual([ofMine.id]);
    expect(await found('team=mine', world.zoe)).toEqual([]);
    expect(await found('team=none&team=mine')).toEqual([none.id, ofMine.id].toSorted());
    expect(await found(`team=${uuidv7()}`)).toEqual([]);
    const view = { name: 'Ours', shared: true, base: 'waiting', order: 'waiting', filters: { team: ['mine'] } };
    const { body: saved } = await world.ben.post<{ id: string }>('/api/views', view);
    const counts = async (person: Person) => {
      const listener = await person.listen();
      await listener.socket.emitWithAck('show', { viewIds: [saved.id] });
      await listener.until(() => listener.state.counts?.views[saved.id] !== undefined, 'a count');
      listener.close();
      return listener.state.counts?.views[saved.id]?.n;
    };
    expect([await counts(world.ben), await counts(world.zoe)]).toEqual([1, 0]);
  });

  it('is that of the whole conversation when a part of it is split off', async () => {
    await move(world.ana, ticket, team.id);
    const { body } = await world.ana.post<TicketRow>(`/api/tickets/${ticket.id}/split`, {
      subject: 'More',
      fromSeq: 1,
    });
    expect(body.teamId).toBe(team.id);
  });
});

describe('the default of a category or a site', () => {
  it('sends new tickets of a category to a team, and moves no other ticket', async () => {
    await addCategory('shipping');
    const before = (
      await world.jonas.post<TicketRow>('/api/tickets', { subject: 'Old', body: 'x', category: 'shipping' })
    ).body;
    const team = await makeTeam({ categories: ['shipping'] });
    expect((await readTicket(before)).teamId).toBeNull();
    const opened = await world.jonas.post<TicketRow>('/api/tickets', {
      subject: 'New',
      body: 'x',
      category: 'shipping',
    });
    expect(opened.body.teamId).toBeNull();
    expect((await readTicket(opened.body)).teamId).toBe(team.id);
    const other = await makeTeam({ categories: ['shipping'] });
    expect([(await readTeam(team)).categories, (await readTeam(other)).categories]).toEqual([[], ['shipping']]);
  });

  it('goes with a category to its replacement, unless that has a team, and ends with one that is deleted', async () => {
    for (const code of ['gone', 'heir', 'taken', 'unused']) await addCategory(code);
    const team = await makeTeam({ categories: ['gone', 'unused'] });
    const other = await makeTeam({ categories: ['taken'] });
    const defaults = async () => [(await readTeam(team)).categories, (await readTeam(other)).categories];
    await world.zoe.delete('/api/categories/unused');
    expect(await defaults()).toEqual([['gone'], ['taken']]);
    await world.zoe.delete('/api/categories/gone?replaceBy=heir');
    expect(await defaults()).toEqual([['heir'], ['taken']]);
    const opened = { subject: 'For the heir', body: 'x', category: 'heir' };
    expect((await readTicket((await world.jonas.post<TicketRow>('/api/tickets', opened)).body)).teamId).toBe(team.id);
    await world.zoe.delete('/api/categories/heir?replaceBy=taken');
    expect(await defaults()).toEqual([[], ['taken']]);
  });

  it('sends the conversations of a site to a team, if their category has none', async () => {
    const { key } = await addSite(world.desk);
    const [site] = stored<{ id: string }>(world.desk, `SELECT id FROM sites WHERE key = ?`, key);
    const team = await makeTeam({ siteIds: [site?.id] });
    const vera = await new Visitor(world.desk.url).begins(key);
    const ticket = await vera.opens('From the shop');
    expect(ticket.teamId).toBeNull();
    expect((await readTicket(ticket)).teamId).toBe(team.id);
  });

  it('moves a ticket with its category while nobody has it or sent it elsewhere', async () => {
    for (const code of ['paying', 'repairs']) await addCategory(code);
    const [paying, repairs, by] = [
      await makeTeam({ categories: ['paying'] }),
      await makeTeam({ categories: ['repairs'] }),
      await makeTeam(),
    ];
    const opens = async (category: string | null) =>
      (await world.jonas.post<TicketRow>('/api/tickets', { subject: 'It', body: 'x', category })).body;
    const edit = async ({ id }: TicketRow, category: string | null, person = world.sol) =>
      (await person.patch<TicketRow>(`/api/tickets/${id}`, { category })).status;
    const teamOf = async (ticket: TicketRow) => (await readTicket(ticket)).teamId;

    const follows = await opens(null);
    await edit(follows, 'paying');
    expect(await teamOf(follows)).toBe(paying.id);
    // Its customer may change the category, and hears of no team.
    const heard = await hears(world, follows.id, () => edit(follows, 'repairs', world.jonas));
    expect(heard).toMatchObject({ customer: ['ticket.edited'], open: ['ticket.edited', 'ticket.team_changed'] });
    expect(await teamOf(follows)).toBe(repairs.id);
    await edit(follows, null);
    expect(await teamOf(follows)).toBeNull();

    const byHand = await opens('paying');
    await move(world.ana, byHand, by.id);
    await edit(byHand, 'repairs');
    expect(await teamOf(byHand)).toBe(by.id);
    const outOfTeams = await opens('paying');
    await move(world.ana, outOfTeams, null);
    await edit(outOfTeams, 'repairs');
    expect(await teamOf(outOfTeams)).toBeNull();
    // Taken back, it follows again.
    await edit(outOfTeams, 'paying');
    await move(world.ana, outOfTeams, paying.id);
    await edit(outOfTeams, 'repairs');
    expect(await teamOf(outOfTeams)).toBe(repairs.id);

    const held = await opens('paying');
    await world.ana.put(`/api/tickets/${held.id}/assignee`, { assigneeId: world.ana.id });
    await edit(held, 'repairs', world.ana);
    expect(await teamOf(held)).toBe(paying.id);
  });
});

describe('a deleted team', () => {
  it('leaves its tickets to another team or to none, those that are done without a word', async () => {
    const [gone, next] = [await makeTeam(), await makeTeam()];
    const [waits, done] = [await world.jonas.opens('Waits'), await world.jonas.opens('Done')];
    for (const one of [waits, done]) await move(world.ana, one, gone.id);
    await world.ana.put(`/api/tickets/${done.id}/status`, { status: 'resolved' });
    const { version } = await readTicket(done);
    let answer: Answer | undefined;
    const heard = await hears(world, waits.id, async () => {
      answer = await world.zoe.delete(`/api/teams/${gone.id}?replaceBy=${next.id}`);
    });
    expect(answer?.status).toBe(204);
    expect(heard).toMatchObject({ customer: [], open: ['ticket.team_changed'], row: { teamId: next.id } });
    expect(await readTicket(done)).toMatchObject({ teamId: next.id, version });
    expect((await world.zoe.get(`/api/teams/${gone.id}`)).status).toBe(404);
    expect((await world.zoe.delete(`/api/teams/${gone.id}`)).status).toBe(404);
    await world.zoe.delete(`/api/teams/${next.id}`);
    expect([(await readTicket(waits)).teamId, (await readTicket(done)).teamId]).toEqual([null, null]);
    expect(
      stored(world.desk, `SELECT name FROM counters WHERE name LIKE 'waiting:%' AND name LIKE ?`, `%${gone.id}`),
    ).toEqual([]);
  });
});
