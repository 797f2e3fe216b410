import { eq } from 'drizzle-orm';
import { retentionRules } from '../../db/schema/privacy.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { RestOfRun } from '../jobs/payloads.ts';
import { removeTicket } from '../tickets/commands.ts';
import { findTicketView, ticketsByIds, type TicketView } from '../tickets/queries.ts';
import { anonymiseTicket } from './anonymise.ts';
import { findRule, partOf, type StoredRule } from './queries.ts';

/** Per unit, some 20 ms: tickets, and the messages on them. A ticket with more messages is a unit of its own. */
const TICKETS_MOST = 50;
const MESSAGES_MOST = 200;
/** Tickets that are looked at; a rule of a small site passes over many. */
const LOOKED_AT_MOST = 500;

/** One unit of the job. Reads the rule again, so that a change of the rule counts at once and a deleted rule ends the run. */
export async function applyRule(unit: Unit, scope: string, run: RestOfRun): Promise<void> {
  const rule = await findRule(unit.tx, scope);
  if (!rule?.isOn) return endRun(unit, scope, run);
  const { found, next } = await partOf(unit.tx, rule, { after: run, now: unit.now, most: LOOKED_AT_MOST });
  const now = { ...run };
  let [tickets, messages] = [0, 0];
  for (const { id, doneAt, messages: written, isHeld } of found) {
    if (tickets === TICKETS_MOST || (tickets > 0 && messages + written > MESSAGES_MOST)) return goOn(unit, scope, now);
    const outcome = isHeld ? 'held' : await applyTo(unit, rule, id);
    // The rest of a long ticket comes in the next unit, which finds the ticket again.
    if (outcome === 'part') return goOn(unit, scope, now);
    now[outcome] += 1;
    [now.at, now.id] = [doneAt, id];
    tickets += 1;
    messages += written;
  }
  return next ? goOn(unit, scope, { ...now, ...next }) : endRun(unit, scope, now);
}

/** A ticket goes with those that were merged into it. */
async function applyTo(unit: Unit, { action, scope }: StoredRule, id: string): Promise<'done' | 'part'> {
  const { tx } = unit;
  const ticket = await findTicketView(tx, id);
  if (!ticket) return 'done';
  const sources = await ticketsByIds(
    tx,
    ticket.mergedFrom.map((one) => one.id),
  );
  const all: TicketView[] = [...sources, ticket];
  for (const one of all) {
    // Read again: a ticket that leaves a merge changes the other one.
    const now = await findTicketView(tx, one.id);
    if (!now) continue;
    if (action === 'delete') await removeTicket(unit, { ticket: now, actor: null, rule: scope });
    else if (!(await anonymiseTicket(unit, now, scope))) return 'part';
  }
  return 'done';
}

const goOn = (unit: Unit, key: string, payload: RestOfRun) => enqueue(unit, { kind: 'retention.apply', key, payload });

async function endRun(unit: Unit, scope: string, { done, held }: RestOfRun): Promise<void> {
  const ended = await unit.tx
    .update(retentionRules)
    .set({ lastRunAt: unit.now, lastDone: done, lastHeld: held })
    .where(eq(retentionRules.scope, scope))
    .returning();
  const { action = null, months = null } = ended[0] ?? {};
  // A run without tickets is no news, and there is one each hour.
  if (done > 0)
    await audit(unit, { actorId: null, action: 'retention.applied', data: { scope, action, months, done, held } });
}
