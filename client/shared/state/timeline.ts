/**
 * The state of a browser as one plain value, and the pure reducer that advances it. Desk, portal and widget share it,
 * and tests compare it with a fresh snapshot. Every function returns the given state when nothing changed.
 */
import type { Counts, Event, Facts, MentionNews } from '../../../server/contract.ts';
import type { Draft, DraftPlace } from '../../../server/drafts/contract.ts';
import type { Message } from '../../../server/messages/contract.ts';
import type { Note } from '../../../server/notes/contract.ts';
import type { Me, Person } from '../../../server/people/contract.ts';
import type { Lists } from '../../../server/lists/contract.ts';
import type { Snapshot } from '../../../server/live/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';

/** All others are changes: each has a place in the history, and its words there. */
export type ChangeEvent = Exclude<
  Event,
  { message: Message } | { note: Note } | { type: 'ticket.read' | 'ticket.aged' | 'ticket.deleted' }
>;

/** An entry of a conversation. */
export type Entry = {
  id: string;
  /** Its place. */
  eventId: number;
  /** The ticket it was written on: after a merge not always the one that shows it. */
  ticketId: string;
  /** Null for a change that no person made. */
  authorId: string | null;
  /** Milliseconds since 1970. */
  at: number;
} & ({ kind: 'message'; message: Message } | { kind: 'note'; note: Note } | { kind: 'change'; event: ChangeEvent });

export interface Conversation {
  ticketId: string;
  /** The last event that was applied to it. */
  position: number;
  /** Whether a page is loaded; before that, only events heard meanwhile are here. */
  isLoaded: boolean;
  /** The key of the next older page; null where all of it is here. */
  olderBefore: string | null;
  /** The key of the next newer page, where it was opened in the middle; null where it reaches to now. */
  newerAfter: string | null;
  /** Ascending by `eventId`. */
  entries: Entry[];
  /** Events heard after `newerAfter`; they join the entries when the pages before them are loaded. */
  ahead: Entry[];
}

export interface State {
  me: Me;
  epoch: string;
  /** Where to resume. Taken as the server gives it, never the largest id that was seen. */
  cursor: number;
  rows: Record<string, TicketRow>;
  counts: Counts | null;
  open: Record<string, Conversation>;
  /** The key of the list's next page. */
  next: string | null;
  lists: Lists;
  /** The cursor of the next catch-up of `lists`. */
  listsAt: number;
}

/** A page of `GET /api/tickets/:id/events`, ascending. */
export interface EventPage {
  items: Event[];
  next: string | null;
  /** In a page around an event, the key of the page after it. */
  newer: string | null;
  row: TicketRow;
  position: number;
}

/** A state from a snapshot. Open conversations are dropped: views load their newest page again. */
export function fromSnapshot(snapshot: Snapshot): State {
  const { serverTime: _time, rows, counts = null, ...rest } = snapshot;
  return { ...rest, rows: Object.fromEntries(rows.map((row) => [row.id, row])), counts, open: {} };
}

export function applyFacts(state: State, facts: Facts): State {
  const next = facts.events.reduce(applyEvent, facts.rows.reduce(applyRow, state));
  const { cursor = next.cursor, listsAt = next.listsAt } = facts;
  const counts = withCounts(next.counts, facts.counts);
  const lists = withNewer(next.lists, facts.lists);
  const me = { ...next.me, ...facts.lists?.profile?.items[0] };
  const isSame = next.cursor === cursor && next.listsAt === listsAt && next.counts === counts && next.lists === lists;
  return isSame ? next : { ...next, cursor, listsAt, counts, lists, me };
}

/** The newer version of each list wins. The same version replaces too: drafts and mentions change without a new one. */
function withNewer(known: Lists, told: Partial<Lists> = {}): Lists {
  const newer = Object.entries(told).filter(
    ([name, { version }]) => version >= (known[name as keyof Lists]?.version ?? 0),
  );
  return newer.length > 0 ? { ...known, ...Object.fromEntries(newer) } : known;
}

/** Changes a list in this browser before its event arrives. */
export const withItems = <N extends keyof Lists>(state: State, name: N, items: Lists[N]['items']): State => ({
  ...state,
  lists: { ...state.lists, [name]: { ...state.lists[name], items } },
});

/** Counts sent to all staff lack the person's own, which are kept. */
function withCounts(known: Counts | null, news: Facts['counts']): Counts | null {
  if (!news) return known;
  const next = {
    waiting: 0,
    snoozed: 0,
    teams: {},
    mentions: 0,
    ...known,
    ...news,
    views: { ...known?.views, ...news.views },
  };
  const isSame = next.waiting === known?.waiting && next.snoozed === known.snoozed && next.mentions === known.mentions;
  return isSame && !news.views && !news.teams ? known : next;
}

/** Applies a mention of this person. */
export function applyMention(state: State, { ticketId, eventId, count, row }: MentionNews): State {
  const others = state.lists.mentions.items.filter((one) => one.ticketId !== ticketId);
  const mentions = eventId === null ? others : [{ ticketId, eventId }, ...others];
  const counts = state.counts && { ...state.counts, mentions: count };
  const newestFirst = mentions.toSorted((a, b) => b.eventId - a.eventId);
  return applyRow({ ...withItems(state, 'mentions', newestFirst), counts }, row);
}

/** Applies a draft that this person changed in another window. */
export function applyDraft(state: State, { ticketId, kind, body }: Draft): State {
  const known = hasDraft(state, { ticketId, kind });
  if (known === (body !== '')) return state;
  const others = state.lists.drafts.items.filter((place) => place.ticketId !== ticketId || place.kind !== kind);
  return withItems(state, 'drafts', known ? others : [...others, { ticketId, kind }]);
}

/** Whether the server has a draft on this ticket, of one kind or of any. */
export const hasDraft = (state: State | null, { ticketId, kind }: Pick<DraftPlace, 'ticketId'> & Partial<DraftPlace>) =>
  state?.lists.drafts.items.some((place) => place.ticketId === ticketId && place.kind === (kind ?? place.kind)) ??
  false;

/** The newer version wins, within one ticket. */
export function applyRow(state: State, row: TicketRow): State {
  const known = state.rows[row.id];
  if (known && known.version >= row.version) return state;
  return { ...state, rows: { ...state.rows, [row.id]: row } };
}

/** Opens a conversation before its first page is requested, so that events in between are kept. */
export function openConversation(state: State, ticketId: string): State {
  if (state.open[ticketId]) return state;
  const conversation = {
    ticketId,
    position: 0,
    isLoaded: false,
    olderBefore: null,
    newerAfter: null,
    entries: [],
    ahead: [],
  };
  return { ...state, open: { ...state.open, [ticketId]: conversation } };
}

/** Applies a loaded page: the newest for a conversation just opened, otherwise the page before the loaded ones. */
export function applyPage(state: State, page: EventPage): State {
  const ticketId = page.row.id;
  const known = state.open[ticketId];
  const conversation: Conversation = {
    ticketId,
    position: Math.max(known?.position ?? 0, page.position),
    isLoaded: true,
    olderBefore: page.next,
    newerAfter: known?.newerAfter ?? null,
    entries: merge(page.items, known?.entries ?? []),
    ahead: known?.ahead ?? [],
  };
  return applyRow({ ...state, open: { ...state.open, [ticketId]: conversation } }, page.row);
}

/** Applies the answer to a `watch`. */
export const applyWatched = (state: State, _ticketId: string, events: Event[]): State =>
  events.reduce(applyEvent, state);

export function closeConversation(state: State, ticketId: string): State {
  if (!state.open[ticketId]) return state;
  const { [ticketId]: _closed, ...open } = state.open;
  return { ...state, open };
}

/** Applies the answer to a send: the message shows at once, and the position waits for the facts. */
export function applyMessage(state: State, message: Message): State {
  return placeEntry(state, message.ticketId, messageEntry(message));
}

export function applyNote(state: State, note: Note): State {
  return placeEntry(state, note.ticketId, noteEntry(note));
}

function applyEvent(state: State, event: Event): State {
  if (event.type === 'ticket.deleted') return forget(state, event.ticketId);
  const conversation = state.open[event.ticketId];
  if (!conversation || event.id <= conversation.position) return state;
  const known = event.type === 'ticket.customer_changed' ? withCustomer(conversation, event) : conversation;
  const moved = { ...state, open: { ...state.open, [event.ticketId]: { ...known, position: event.id } } };
  const entry = entryOf(event);
  return entry ? placeEntry(moved, event.ticketId, entry) : moved;
}

type CustomerChanged = Extract<Event, { type: 'ticket.customer_changed' }>;

/** Moves a customer's entries to their current name and id. */
function withCustomer(conversation: Conversation, { customer, was = customer.id }: CustomerChanged): Conversation {
  const named = <P extends Person | null>(person: P) => (person?.id === was ? customer : person);
  const renamed = (entry: Entry): Entry => {
    if (entry.kind === 'note') return entry;
    if (entry.kind === 'message') {
      const author = named(entry.message.author);
      return messageEntry({ ...entry.message, author });
    }
    const event = { ...entry.event, actor: named(entry.event.actor) };
    return changeEntry(event.type === 'ticket.customer_changed' ? { ...event, customer } : event);
  };
  const { entries, ahead } = conversation;
  return { ...conversation, entries: entries.map(renamed), ahead: ahead.map(renamed) };
}

function forget(state: State, ticketId: string): State {
  const closed = closeConversation(withoutOwn(state, ticketId), ticketId);
  if (!closed.rows[ticketId]) return closed;
  const { [ticketId]: _gone, ...rows } = closed.rows;
  return { ...closed, rows };
}

function withoutOwn(state: State, ticketId: string): State {
  const { drafts, mentions } = state.lists;
  const others = <T extends { ticketId: string }>(items: T[]) => items.filter((one) => one.ticketId !== ticketId);
  const [ofDrafts, ofMentions] = [others(drafts.items), others(mentions.items)];
  const gone = mentions.items.length - ofMentions.length;
  if (gone === 0 && ofDrafts.length === drafts.items.length) return state;
  return {
    ...withItems(withItems(state, 'drafts', ofDrafts), 'mentions', ofMentions),
    counts: state.counts && { ...state.counts, mentions: state.counts.mentions - gone },
  };
}

/** Inserts or replaces an entry. Entries before the loaded pages are ignored. */
export function placeEntry(state: State, ticketId: string, entry: Entry): State {
  const conversation = state.open[ticketId];
  if (!conversation) return state;
  const { olderBefore, newerAfter } = conversation;
  if (olderBefore !== null && entry.eventId < Number(olderBefore)) return state;
  const list = newerAfter !== null && entry.eventId > Number(newerAfter) ? 'ahead' : 'entries';
  const placed = placedIn(conversation[list], entry);
  if (!placed) return state;
  return { ...state, open: { ...state.open, [ticketId]: { ...conversation, [list]: placed } } };
}

/** Null when a newer text is there already. */
function placedIn(entries: Entry[], entry: Entry): Entry[] | null {
  const at = entries.findLastIndex((known) => known.eventId <= entry.eventId);
  const isKnown = entries[at]?.eventId === entry.eventId;
  if (isKnown && isOlder(entry, entries[at])) return null;
  return [...entries.slice(0, isKnown ? at : at + 1), entry, ...entries.slice(at + 1)];
}

/** An answer that overtook a later edit must not bring the first text back. */
function isOlder(entry: Entry, known: Entry | undefined): boolean {
  const changed = (one: Entry | undefined) =>
    one?.kind === 'message' ? lastChange(one.message) : one?.kind === 'note' ? lastChange(one.note) : 0;
  return changed(entry) < changed(known);
}

const lastChange = ({ editedAt, deletedAt }: Message | Note) => Math.max(editedAt ?? 0, deletedAt ?? 0);

/** Merges a page with known entries: for each event the newest text. */
export function merge(events: Event[], entries: Entry[]): Entry[] {
  const places = new Map<number, Entry>();
  const oldest = events[0]?.id ?? 0;
  for (const event of events) {
    const entry = entryOf(event);
    // An edit in this page may belong to a message of an older page.
    if (entry && entry.eventId >= oldest) places.set(entry.eventId, entry);
  }
  for (const entry of entries) if (!isOlder(entry, places.get(entry.eventId))) places.set(entry.eventId, entry);
  return [...places.values()].toSorted((a, b) => a.eventId - b.eventId);
}

const fieldsOf = ({ id, eventId, ticketId, author, createdAt }: Message | Note) => ({
  ...{ id, eventId, ticketId },
  ...{ authorId: author.id, at: createdAt },
});
const messageEntry = (message: Message): Entry => ({ kind: 'message', ...fieldsOf(message), message });
const noteEntry = (note: Note): Entry => ({ kind: 'note', ...fieldsOf(note), note });
const changeEntry = (event: ChangeEvent): Entry => ({
  ...{ kind: 'change', id: String(event.id), eventId: event.id, ticketId: event.ticketId },
  ...{ authorId: event.actor?.id ?? null, at: event.at },
  event,
});

function entryOf(event: Event): Entry | null {
  switch (event.type) {
    case 'ticket.opened':
    case 'message.sent':
    case 'message.edited':
    case 'message.deleted':
      return messageEntry(event.message);
    case 'note.added':
    case 'note.edited':
    case 'note.deleted':
      return noteEntry(event.note);
    case 'ticket.read':
    case 'ticket.aged':
    case 'ticket.deleted':
      return null;
    default:
      return changeEntry(event);
  }
}
