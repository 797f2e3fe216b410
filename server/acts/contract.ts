import * as v from 'valibot';
import { TAGS_MOST } from '../tags/contract.ts';
import { uuid } from '../text/contract.ts';
import { code } from '../ticket-fields/contract.ts';
import { seen, ticketRow } from '../tickets/contract.ts';

/** The most acts in one request. */
export const ACTS_MOST = 1_000;

const place = { ticketId: uuid, seen };
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const field = <N extends string, S extends v.GenericSchema>(name: N, value: S) =>
  v.strictObject({ ...place, field: v.literal(name), value });

/** A change of one field of one ticket, as its own route takes it. */
export const act = v.variant('field', [
  field('status', code),
  field('assignee', v.nullable(uuid)),
  field('priority', code),
  field('category', v.nullable(code)),
  field('team', v.nullable(uuid)),
  field('escalated', v.boolean()),
  /** Milliseconds since 1970; null goes back to the targets of the priority. */
  field('due', v.nullable(seq)),
  /** Milliseconds since 1970; null ends the snooze. */
  field('snooze', v.nullable(v.pipe(v.number(), v.safeInteger()))),
  /** The complete new list of tag ids. */
  field('tags', v.pipe(v.array(uuid), v.maxLength(TAGS_MOST))),
  /** The `seq` of the last read message. */
  field('read', seq),
  /** The `seq` of the first unread message. */
  field('unread', seq),
]);
export type TicketAct = v.InferOutput<typeof act>;

/**
 * Acts on many tickets, in this order. Repeating the request changes nothing more: an act whose field has the value already
 * answers with the ticket.
 */
export const performActs = v.strictObject({
  acts: v.pipe(v.array(act), v.minLength(1), v.maxLength(ACTS_MOST, `Send at most ${ACTS_MOST} acts at once.`)),
});

/** What happened to each act, in the order of the request: the ticket as it is now, or why the act was refused. */
export const performed = v.object({
  results: v.array(
    v.object({
      ticketId: v.string(),
      row: v.nullable(ticketRow),
      error: v.nullable(
        v.object({ code: v.string(), message: v.string(), details: v.optional(v.record(v.string(), v.unknown())) }),
      ),
    }),
  ),
});
export type Performed = v.InferOutput<typeof performed>;
