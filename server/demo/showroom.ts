/** What a desk in use has beside conversations, so that every part of it shows something from the first second. */
import type { Connections } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import { findActor } from '../auth/policy.ts';
import { createCommit } from '../commit.ts';
import { putDraft } from '../drafts/commands.ts';
import { merge } from '../merge/commands.ts';
import { sendMessage } from '../messages/commands.ts';
import { addNote } from '../notes/commands.ts';
import { addSavedReply } from '../saved-replies/commands.ts';
import { setSnooze } from '../snooze/commands.ts';
import { createTag, setTags } from '../tags/commands.ts';
import { createTeam, setTeam } from '../teams/commands.ts';
import { openTicket } from '../tickets/commands.ts';
import { longestWaiting, ticketsHeldBy } from '../tickets/queries.ts';
import { addView } from '../views/commands.ts';
import { startVisitor } from '../widget/commands.ts';
import { DRAFTS, MENTIONS, SAVED_REPLIES, SNOOZES, TAGS, TEAMS, VISITORS } from './cast.ts';

const MINUTE_MS = 60_000;

interface Options {
  /** All staff; the first is the admin. */
  staff: Actor[];
  customers: Actor[];
  /** The key of the shop's site. */
  site: string;
  now: number;
}

export async function furnish(db: Connections, { staff, customers, site, now }: Options) {
  let clock = now - 40 * MINUTE_MS;
  const commit = createCommit({
    writer: db.writer,
    clock: () => clock,
    publish: () => {},
    onFatal: (error) => {
      throw error;
    },
  });
  const tick = () => (clock = Math.min(now, clock + 2 * MINUTE_MS));
  const [admin, lead, ...agents] = staff;
  const [customer] = customers;
  if (!admin || !lead || !customer) throw new Error('The shop has nobody.');

  for (const reply of SAVED_REPLIES) await commit((unit) => addSavedReply(unit, admin, { shared: true, ...reply }));
  const tags: string[] = [];
  for (const name of TAGS) tags.push((await commit((unit) => createTag(unit, admin, { name }))).tag.id);

  for (const { name, page, lines } of VISITORS) {
    tick();
    const visit = { page: `https://orla.example${page}`, pageTitle: 'Orla Coffee Machines', language: 'en' };
    const { userId } = await commit((unit) =>
      startVisitor(unit, { site, ...(name && { name }), device: DEVICE, address: '192.0.2.1', visit }),
    );
    const visitor = await findActor(db.reader, userId);
    const [subject = '', ...more] = lines;
    if (!visitor) continue;
    const { ticket } = await commit((unit) => openTicket(unit, visitor, { subject, body: subject, channel: 'widget' }));
    for (const body of more) await commit((unit) => sendMessage(unit, visitor, { ticketId: ticket.id, body }));
  }

  // Somebody asked twice: both go on in one ticket.
  const ask = (body: string, channel: 'mail' | 'portal') =>
    commit((unit) => openTicket(unit, customer, { subject: 'Where is my parcel?', body, channel }));
  const first = await ask('The tracking page has said “in Rotterdam” since Monday.', 'portal');
  tick();
  const again = await ask('I wrote in the portal too. Is there any news of the parcel?', 'mail');
  tick();
  await commit((unit) => merge(unit, lead, { ticketId: again.ticket.id, into: first.ticket.id }));

  const waiting = await longestWaiting(db.reader, 100);
  for (const { name, members, about } of TEAMS) {
    const memberIds = staff.filter((one) => members.includes(one.name.split(' ')[0] ?? '')).map(({ id }) => id);
    const sets = { categories: [], siteIds: [], memberIds };
    const { team } = await commit((unit) => createTeam(unit, admin, { name, overflow: true, hours: null, ...sets }));
    for (const ticket of waiting)
      if (about.test(ticket.subject))
        await commit((unit) => setTeam(unit, lead, { ticketId: ticket.id, teamId: team.id }));
  }
  for (const [i, ticket] of waiting.entries()) {
    const given = tags.filter((_id, n) => (i + n) % 4 === 0);
    await commit((unit) => setTags(unit, lead, { ticketId: ticket.id, tagIds: given }));
  }
  for (const [i, minutes] of SNOOZES.entries()) {
    const ticket = waiting[i * 3 + 1];
    if (ticket)
      await commit((unit) => setSnooze(unit, lead, { ticketId: ticket.id, until: now + minutes * MINUTE_MS }));
  }

  // Everybody is asked something, and is in the middle of an answer.
  for (const [i, person] of staff.entries()) {
    tick();
    const held = await ticketsHeldBy(db.reader, person.id);
    const [ticket, other] = [held[0] ?? waiting[i], held[1] ?? waiting[i + 6]];
    const colleague = staff[(i + 1) % staff.length] ?? admin;
    const said = MENTIONS[i % MENTIONS.length] ?? '';
    const body = `@${person.name.split(' ')[0]} ${said}`;
    if (other) await commit((unit) => addNote(unit, colleague, { ticketId: other.id, body, mentionIds: [person.id] }));
    const draft = DRAFTS[i % DRAFTS.length] ?? '';
    if (ticket) await commit((unit) => putDraft(unit, person, { ticketId: ticket.id, kind: 'message', body: draft }));
  }

  const all = { base: 'all' as const, order: 'importance' as const };
  const urgent = { name: 'Urgent, nobody has it', shared: true, base: 'waiting' as const, order: 'waiting' as const };
  await commit((unit) => addView(unit, admin, { ...urgent, filters: { priority: ['urgent', 'high'] } }));
  await commit((unit) =>
    addView(unit, admin, { ...all, name: 'From the widget', shared: true, filters: { channel: ['widget'] } }),
  );
  for (const agent of [lead, ...agents])
    await commit((unit) =>
      addView(unit, agent, { ...all, name: 'Deliveries', shared: false, filters: { q: 'delivery' } }),
    );
  await commit.close();
}

const DEVICE = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15';
