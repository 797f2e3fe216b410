/**
 * Webhooks by Standard Webhooks 1.0: each event is sent as a POST with the headers `webhook-id`, `webhook-timestamp` and
 * `webhook-signature`. Times are in milliseconds since 1970.
 */
import * as v from 'valibot';
import type { EventType } from '../contract.ts';
import { line, uuid, wholeNumber } from '../text/contract.ts';

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

export const WEBHOOKS_MOST = 50;
export const DELIVERIES_PER_PAGE = 50;
/** After a rotation both secrets sign for this time. */
export const OLD_SECRET_MS = 24 * 3_600_000;
/** The log and its requests and answers; a replay reaches back no further. */
export const LOG_KEPT_DAYS = 30;

const CARRIES = ['ids', 'staff'] as const;
/** What a body holds: the type, the time and ids, or the event as staff hear it, with texts and names. */
export type Carries = (typeof CARRIES)[number];
export const TEMPLATES = ['standard', 'slack', 'discord', 'teams', 'ntfy'] as const;
/** The form of a body: `standard` is for programs, the others are one sentence for a chat. */
export type Template = (typeof TEMPLATES)[number];
const OFF_REASONS = ['person', 'failing', 'gone'] as const;
/** `failing`: every attempt failed for five days. `gone`: the receiver answered 410. */
export type OffReason = (typeof OFF_REASONS)[number];
const STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof STATES)[number];

const heard = v.pipe(
  v.array(v.picklist(WEBHOOK_EVENTS)),
  v.minLength(1, 'Choose at least one event.'),
  v.maxLength(WEBHOOK_EVENTS.length, 'Name each event once.'),
  v.check((all) => new Set(all).size === all.length, 'Name each event once.'),
);

const editable = {
  name: line(1, 80, 'Write a name'),
  /** https, or http to what OUTBOUND_ALLOW names. */
  url: v.pipe(v.string(), v.trim(), v.maxLength(2_000, 'This address is too long.')),
  /** Null: every type, also of later versions. */
  events: v.nullable(heard),
  carries: v.picklist(CARRIES),
  /** Events of notes are sent only with `true`. */
  notes: v.boolean(),
  template: v.picklist(TEMPLATES),
};
const NOTES_NEEDED = 'Events of notes need notes: true.';
const agrees = ({
  events = null,
  notes = false,
}: {
  events?: v.InferOutput<typeof editable.events> | undefined;
  notes?: boolean | undefined;
}) => notes || !events?.some((type) => isNoteEvent(type));

export const createWebhook = v.pipe(
  v.strictObject({
    id: v.optional(uuid),
    name: editable.name,
    url: editable.url,
    events: v.optional(editable.events, null),
    carries: v.optional(editable.carries, 'ids'),
    notes: v.optional(editable.notes, false),
    template: v.optional(editable.template, 'standard'),
  }),
  v.forward(v.partialCheck([['events'], ['notes']], agrees, NOTES_NEEDED), ['events']),
);
export type CreateWebhook = v.InferOutput<typeof createWebhook>;

/** `active: true` turns it on again: it hears what happens from then on, and gets what still waited. */
export const editWebhook = v.partial(v.strictObject({ ...editable, active: v.boolean() }));
export type EditWebhook = v.InferOutput<typeof editWebhook>;
export { agrees as notesAgree, NOTES_NEEDED };

export const webhook = v.object({
  id: v.string(),
  name: v.string(),
  url: v.string(),
  events: v.nullable(v.array(v.picklist(WEBHOOK_EVENTS))),
  carries: v.picklist(CARRIES),
  notes: v.boolean(),
  template: v.picklist(TEMPLATES),
  active: v.boolean(),
  offReason: v.nullable(v.picklist(OFF_REASONS)),
  offAt: v.nullable(v.number()),
  /** When the first attempt failed since the last one that succeeded. */
  failingSince: v.nullable(v.number()),
  /** False if it was sealed with a key that is not here: rotate it. */
  hasSecret: v.boolean(),
  secretAt: v.number(),
  /** Until then the secret before the last rotation signs too. */
  oldSecretUntil: v.nullable(v.number()),
  /** Deliveries of the last 24 hours by state; `waiting` counts all. */
  told: v.object({ delivered: v.number(), failed: v.number(), waiting: v.number() }),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type Webhook = v.InferOutput<typeof webhook>;

/** Shown only once; null when the webhook existed already. */
export const createdWebhook = v.object({ ...webhook.entries, secret: v.nullable(v.string()) });
export const newSecret = v.object({ secret: v.string(), oldSecretUntil: v.number() });

const deliveryFields = {
  id: v.string(),
  /** Null for a test. */
  eventId: v.nullable(v.number()),
  ticketId: v.nullable(v.string()),
  /** Null for a test, and when the ticket was deleted. */
  ticketNumber: v.nullable(v.number()),
  type: v.string(),
  /** The header `webhook-id`, the same at every attempt. */
  messageId: v.string(),
  state: v.picklist(STATES),
  attempts: v.number(),
  /** Of the last attempt: the status, or why there is none. */
  status: v.nullable(v.number()),
  error: v.nullable(v.string()),
  tookMs: v.nullable(v.number()),
  /** When the next attempt comes. Null while an earlier event of the ticket waits. */
  dueAt: v.nullable(v.number()),
  createdAt: v.number(),
  endedAt: v.nullable(v.number()),
};
export const delivery = v.object(deliveryFields);
export type Delivery = v.InferOutput<typeof delivery>;
/**
 * With the times of its attempts and, of the last one, the beginning of the request and of the answer: null when none was sent,
 * when its text was edited or deleted since, and for callers who may not read what it carries.
 */
export const wholeDelivery = v.object({
  ...deliveryFields,
  sentAt: v.array(v.number()),
  request: v.nullable(v.string()),
  answer: v.nullable(v.string()),
});
export type WholeDelivery = v.InferOutput<typeof wholeDelivery>;

export const deliveryList = v.strictObject({
  state: v.optional(v.picklist(STATES)),
  type: v.optional(v.picklist([...WEBHOOK_EVENTS, 'webhook.test'] as const)),
  /** The number of a ticket, or a `webhook-id`. */
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100, 'This is too long.'))),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(wholeNumber({ min: 1, max: 100 })),
});
export type DeliveryList = v.InferOutput<typeof deliveryList>;
export const deliveryPage = v.object({ items: v.array(delivery), next: v.nullable(v.string()) });

/** Milliseconds since 1970. */
export const replaySince = v.strictObject({ since: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
/** How many events there are since then; those of other types are left out. They go out one after the other. */
export const replaying = v.object({ events: v.number() });
