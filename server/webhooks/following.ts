import { and, inArray, isNotNull, or } from 'drizzle-orm';
import { events } from '../../db/schema/events.ts';
import { webhookDeliveries as deliveries, webhooks } from '../../db/schema/webhooks.ts';
import type { Unit } from '../commit.ts';
import type { EventRow, Follower } from '../jobs/followers.ts';
import { isNoteEvent, isWebhookEvent } from './contract.ts';
import { addDeliveries } from './lanes.ts';
import { activeWebhooks, type StoredWebhook } from './queries.ts';

/** The follower that notes for each webhook what it has to be told. Without webhooks it has no row, and does nothing. */
export const webhooksFollower: Follower = {
  name: 'webhooks',
  begins: 'with the next event',
  isNeeded: async (db) => (await db.select({ id: webhooks.id }).from(webhooks).limit(1)).length > 0,
  /** With fifty webhooks about 15 ms of work. */
  atOnce: 32,
  /** One step for the events of a burst. */
  delayMs: 100,
  givesWay: true,
  async handle(unit, batch) {
    const all = await batch.events();
    await forgetTexts(unit, all);
    const hooks = await activeWebhooks(unit.tx);
    await addDeliveries(
      unit,
      all.flatMap((event) => hooks.filter((hook) => hears(hook, event)).map(({ id }) => ({ webhookId: id, event }))),
    );
  },
};

/** Whether the webhook is told of this event, if it is on. */
export function hears(
  { events: chosen, notes, after }: Pick<StoredWebhook, 'events' | 'notes' | 'after'>,
  event: EventRow,
) {
  const { type } = event;
  if (!isWebhookEvent(type) || event.id <= after) return false;
  return (notes || !isNoteEvent(type)) && (chosen === null || chosen.includes(type));
}

const CHANGES_TEXT = new Set(['message.edited', 'message.deleted', 'note.edited', 'note.deleted']);

/** A text that was edited or deleted is not kept in the log. */
async function forgetTexts({ tx }: Unit, all: EventRow[]) {
  const gone = all.filter(({ type }) => type === 'ticket.deleted').map(({ ticketId }) => ticketId);
  const changed = all.filter(({ type }) => CHANGES_TEXT.has(type));
  if (gone.length + changed.length === 0) return;
  const subjects = changed.flatMap(({ subjectId }) => subjectId ?? []);
  const about = tx
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        inArray(
          events.ticketId,
          changed.map(({ ticketId }) => ticketId),
        ),
        inArray(events.subjectId, subjects),
      ),
    );
  await tx
    .update(deliveries)
    .set({ request: null, answer: null })
    .where(
      and(
        isNotNull(deliveries.request),
        or(
          inArray(deliveries.ticketId, gone),
          and(
            inArray(
              deliveries.ticketId,
              changed.map(({ ticketId }) => ticketId),
            ),
            inArray(deliveries.eventId, about),
          ),
        ),
      ),
    );
}
