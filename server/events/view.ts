/** One stored event as it is told: with the present text of what it is about. */
import type { EventData, events } from '../../db/schema/events.ts';
import type { messages, notes } from '../../db/schema/messages.ts';
import type { Attachment } from '../attachments/contract.ts';
import { personIn } from '../people/person-in.ts';
import type { Event } from '../contract.ts';
import { toMessage } from '../messages/to-message.ts';
import { toNote } from '../notes/to-note.ts';
import { SCORES } from '../rating/contract.ts';

export interface EventRow {
  event: typeof events.$inferSelect;
  actorName: string | null;
  message: typeof messages.$inferSelect | null;
  authorName: string | null;
}
export interface NoteRow {
  eventId: number;
  note: typeof notes.$inferSelect;
  authorName: string;
}
/** Of the messages and notes of a page, by their ids. */
export type Files = Map<string, Attachment[]>;

interface Around {
  /** Of the people whom the event names, by their ids. */
  names: Map<string, string>;
  noteRow: NoteRow | undefined;
  files: Files;
}

/** Null where what it was about is gone with its ticket. */
export function toEvent(row: EventRow, { names, noteRow, files }: Around): Event | null {
  const { event, message } = row;
  const data = event.data;
  const base = {
    id: event.id,
    ticketId: event.ticketId,
    at: event.at,
    actor: event.actorId ? personIn(event, event.actorId, row.actorName ?? '') : null,
  };
  const code = (key: string) => String(data[key]);
  const holder = (id: EventData[string] | undefined) =>
    typeof id === 'string' ? personIn(event, id, names.get(id) ?? '') : null;

  switch (event.type) {
    case 'ticket.opened':
    case 'message.sent':
    case 'message.edited':
    case 'message.deleted': {
      if (!message) return null;
      const written = { message, authorName: row.authorName ?? '', attachments: files.get(message.id) ?? [] };
      return { ...base, type: event.type, message: toMessage(event, written) };
    }
    case 'note.added':
    case 'note.edited':
    case 'note.deleted': {
      if (!noteRow) return null;
      const attachments = files.get(noteRow.note.id) ?? [];
      return { ...base, type: event.type, note: toNote(event, { ...noteRow, attachments }) };
    }
    case 'ticket.edited':
      return { ...base, type: event.type, fields: fieldsIn(data['fields']) };
    case 'ticket.prioritised':
      return { ...base, type: event.type, priority: code('priority'), was: code('was') };
    case 'ticket.status_changed':
      return { ...base, type: event.type, status: code('status'), was: code('was') };
    case 'ticket.assigned':
      return { ...base, type: event.type, assignee: holder(data['assigneeId']), was: holder(data['was']) };
    case 'ticket.linked':
    case 'ticket.unlinked':
      return { ...base, type: event.type, other: { id: code('otherId'), number: Number(data['number']) } };
    case 'ticket.merged':
    case 'ticket.unmerged':
    case 'ticket.split':
      return {
        ...base,
        type: event.type,
        from: { id: code('fromId'), number: Number(data['fromNumber']) },
        into: { id: code('intoId'), number: Number(data['intoNumber']) },
      };
    case 'ticket.read':
      return { ...base, type: event.type, by: readerIn(data['by']), seq: Number(data['seq']) };
    case 'ticket.rated': {
      const score = scoreIn(data['score']);
      const commented = data['commented'] === true;
      return score && { ...base, type: event.type, score, commented, was: scoreIn(data['was']) };
    }
    case 'ticket.continued':
      return { ...base, type: event.type, in: { id: code('in'), number: Number(data['number']) } };
    case 'ticket.escalated':
      return { ...base, type: event.type, escalated: data['escalated'] === true };
    case 'ticket.snoozed':
      return { ...base, type: event.type, until: Number(data['until']) };
    case 'ticket.tagged':
      return { ...base, type: event.type, added: idsIn(data['added']), removed: idsIn(data['removed']) };
    case 'ticket.customer_changed': {
      const customer = personIn(event, event.customerId, names.get(event.customerId) ?? '');
      return { ...base, type: event.type, customer, verified: data['verified'] === true, was: code('was') };
    }
    case 'ticket.woke':
    case 'ticket.aged':
    case 'ticket.deleted':
      return { ...base, type: event.type };
    default:
      return event.type satisfies never;
  }
}

const idsIn = (value: EventData[string] | undefined) => (Array.isArray(value) ? value : []);
const readerIn = (by: EventData[string] | undefined) => (by === 'staff' || by === 'assignee' ? by : 'customer');
const scoreIn = (value: EventData[string] | undefined) => SCORES.find((score) => score === value) ?? null;

function fieldsIn(value: EventData[string] | undefined) {
  const known = ['subject', 'category'] as const;
  return known.filter((field) => Array.isArray(value) && value.includes(field));
}
