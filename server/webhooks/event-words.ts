import type { EventType } from '../contract.ts';

/** Reading a ticket is no change of it, and aging a matter of the queue's order. */
export type WebhookEvent = Exclude<EventType, 'ticket.read' | 'ticket.aged'>;

/**
 * Every type that a webhook can hear of: its group on the page, when it happens, and what a chat says of the ticket. A new type
 * of event does not compile without its words.
 */
export const EVENT_WORDS: Record<WebhookEvent, { group: EventGroup; when: string; said: string }> = {
  'ticket.opened': { group: 'tickets', when: 'A ticket is opened', said: 'was opened' },
  'ticket.status_changed': { group: 'tickets', when: 'A status changes', said: 'has a new status' },
  'ticket.prioritised': { group: 'tickets', when: 'A priority changes', said: 'has a new priority' },
  'ticket.edited': { group: 'tickets', when: 'A subject or category changes', said: 'was edited' },
  'ticket.tagged': { group: 'tickets', when: 'Tags change', said: 'has other tags' },
  'ticket.escalated': {
    group: 'tickets',
    when: 'A ticket is escalated, or no longer',
    said: 'was escalated, or no longer is',
  },
  'ticket.due_set': { group: 'tickets', when: 'Somebody sets a due date', said: 'has a new due date' },
  'ticket.rated': { group: 'tickets', when: 'A customer rates the help', said: 'was rated' },
  'ticket.deleted': { group: 'tickets', when: 'A ticket is deleted', said: 'was deleted' },
  'message.sent': { group: 'messages', when: 'Somebody sends a message', said: 'has a new message' },
  'message.edited': { group: 'messages', when: 'A message is edited', said: 'has an edited message' },
  'message.deleted': { group: 'messages', when: 'A message is deleted', said: 'lost a message' },
  'ticket.assigned': { group: 'people', when: 'A ticket is assigned, taken or released', said: 'has another assignee' },
  'ticket.team_changed': { group: 'people', when: 'A ticket waits for another team', said: 'waits for another team' },
  'ticket.snoozed': { group: 'people', when: 'A ticket is snoozed', said: 'was snoozed' },
  'ticket.woke': { group: 'people', when: 'A snooze ends', said: 'is no longer snoozed' },
  'ticket.customer_changed': {
    group: 'people',
    when: 'A customer gets a name, or is recognised',
    said: 'has a customer with a new name',
  },
  'ticket.continued': {
    group: 'related',
    when: 'A customer writes on a closed ticket',
    said: 'was continued in a new ticket',
  },
  'ticket.linked': { group: 'related', when: 'Two tickets are linked', said: 'was linked' },
  'ticket.unlinked': { group: 'related', when: 'A link is removed', said: 'lost a link' },
  'ticket.merged': { group: 'related', when: 'Two tickets are merged', said: 'was merged' },
  'ticket.unmerged': { group: 'related', when: 'A merge is undone', said: 'is no longer merged' },
  'ticket.split': { group: 'related', when: 'A ticket is split', said: 'was split' },
  'note.added': { group: 'notes', when: 'A note is added', said: 'has a new note' },
  'note.edited': { group: 'notes', when: 'A note is edited', said: 'has an edited note' },
  'note.deleted': { group: 'notes', when: 'A note is deleted', said: 'lost a note' },
};

/** A subscription without notes does not even learn that there is one. */
export type EventGroup = 'tickets' | 'messages' | 'people' | 'related' | 'notes';

// `Object.keys` loses the type of the keys.
export const WEBHOOK_EVENTS = Object.keys(EVENT_WORDS) as [WebhookEvent, ...WebhookEvent[]];

export const isWebhookEvent = (type: string): type is WebhookEvent => Object.hasOwn(EVENT_WORDS, type);
export const isNoteEvent = (type: WebhookEvent) => EVENT_WORDS[type].group === 'notes';
