import { eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { Event } from '../contract.ts';
import { eventsAfter } from '../events/read-back.ts';
import type { StoredDelivery, StoredWebhook } from './queries.ts';

/** `data` of a webhook that carries ids. */
export interface Ids {
  eventId: number;
  ticketId: string;
  /** Null when the ticket was deleted. */
  ticketNumber: number | null;
  actorId: string | null;
  /** With events of messages and notes. */
  messageId?: string;
  noteId?: string;
}

/** What a webhook says. `subject` and `event` only if it carries what staff hear. */
export interface Said {
  type: string;
  at: number;
  ids: Ids;
  subject: string | null;
  event: Event | null;
}

const eventById = prepared((db) =>
  db
    .select({ event: events, number: tickets.number, subject: tickets.subject })
    .from(events)
    .leftJoin(tickets, eq(tickets.id, events.ticketId))
    .where(eq(events.id, bound('id'))),
);

/** Read when it is sent, so that it holds the texts as they are then. Null if the event is gone. */
export async function saidOf(db: Db, eventId: number, { carries, notes }: StoredWebhook): Promise<Said | null> {
  const [row] = await eventById(db).execute({ id: eventId });
  if (!row) return null;
  const { event, number, subject } = row;
  const ids = {
    eventId,
    ticketId: event.ticketId,
    ticketNumber: number,
    actorId: event.actorId,
    ...(event.subjectId !== null && { [event.type.startsWith('note.') ? 'noteId' : 'messageId']: event.subjectId }),
  };
  const thin = { type: event.type, at: event.at, ids };
  if (carries === 'ids') return { ...thin, subject: null, event: null };
  const readsAs = notes ? 'staff_with_notes' : 'staff';
  const [read] = await eventsAfter(db, { readsAs, ticketId: event.ticketId, after: eventId - 1, limit: 1 });
  return { ...thin, subject, event: read?.id === eventId ? read : null };
}

export const TEST_TYPE = 'webhook.test';

/** As Standard Webhooks proposes: type, time and data. */
export const standardBody = ({ type, at, ids, event }: Said) =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: event ?? ids });

export const testSaid = (webhookId: string, at: number) => ({
  body: JSON.stringify({ type: TEST_TYPE, timestamp: new Date(at).toISOString(), data: { webhookId } }),
  words: { title: 'Test', text: 'This is a test of Answerback.', link: null },
});

export type SentDelivery = Pick<StoredDelivery, 'id' | 'eventId' | 'messageId'>;
