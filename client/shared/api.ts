/** Every call of the API, by name. */
import { v7 as uuidv7 } from 'uuid';
import type { NamedCustomer } from '../../server/customers/contract.ts';
import type { CatchUp, Snapshot } from '../../server/live/contract.ts';
import type { Draft, DraftKind } from '../../server/drafts/contract.ts';
import type { Message } from '../../server/messages/contract.ts';
import type { Note } from '../../server/notes/contract.ts';
import type { Availability, Me, User } from '../../server/people/contract.ts';
import type { Results } from '../../server/search/contract.ts';
import type { Settings } from '../../server/settings/contract.ts';
import type { SavedReply } from '../../server/saved-replies/contract.ts';
import type { Tag } from '../../server/tags/contract.ts';
import type { Place } from '../../server/place/contract.ts';
import type { Rate, Rating } from '../../server/rating/contract.ts';
import type { Page, TicketRow } from '../../server/tickets/contract.ts';
import type { AddView, EditView, SavedView } from '../../server/views/contract.ts';
import { request } from './request.ts';
import type { EventPage } from './state/timeline.ts';

const query = (values: Record<string, string | number | null | undefined>) => {
  const pairs = Object.entries(values).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
};

export interface NewTicket {
  id: string;
  messageId: string;
  subject: string;
  body: string;
  attachmentIds?: string[];
  linkedTo?: string;
}
/** Both, as they are now. */
export interface Merged {
  ticket: TicketRow;
  into: TicketRow;
}
export interface NewMessage {
  id: string;
  body: string;
  attachmentIds?: string[];
  seenSeq?: number;
  force?: boolean;
}
/** The version of the ticket that was on the screen: what a colleague changed since is not overwritten unawares. */
type Seen = number | undefined;
export interface Credentials {
  email: string;
  password: string;
}

export const api = {
  register: (input: Credentials & { name: string; locale: string; timeZone: string }) =>
    request<Me>('POST', '/auth/register', input),
  login: (input: Credentials) => request<Me>('POST', '/auth/login', input),
  logout: () => request<null>('POST', '/auth/logout', {}),
  setUp: (input: Credentials & { name: string; secret: string }) => request<Me>('POST', '/auth/setup', input),
  editMe: (input: { availability?: Availability }) => request<Me>('PATCH', '/me', input),
  changePassword: (input: { current: string; next: string }) => request<null>('PUT', '/me/password', input),

  snapshot: () => request<Snapshot>('GET', '/snapshot'),
  eventsSince: (after: number, epoch: string) => request<CatchUp>('GET', `/events${query({ after, epoch })}`),

  tickets: (input: {
    order?: string;
    cursor?: string | null;
    assignee?: string;
    active?: string;
    customer?: string;
    number?: number;
    limit?: number;
  }) => request<Page<TicketRow>>('GET', `/tickets${query(input)}`),
  /** With any of the list's parameters. */
  ticketsBy: (query: URLSearchParams) => request<Page<TicketRow> & { complete?: boolean }>('GET', `/tickets?${query}`),
  ticket: (id: string) => request<TicketRow>('GET', `/tickets/${id}`),
  openTicket: (input: NewTicket) => request<TicketRow>('POST', '/tickets', input),
  editTicket: (
    id: string,
    input: { subject?: string; priority?: string; category?: string | null; escalated?: boolean; seen?: Seen },
  ) => request<TicketRow>('PATCH', `/tickets/${id}`, input),
  deleteTicket: (id: string) => request<null>('DELETE', `/tickets/${id}`),
  setStatus: (id: string, status: string, seen?: Seen) =>
    request<TicketRow>('PUT', `/tickets/${id}/status`, { status, seen }),
  setAssignee: (id: string, assigneeId: string | null, seen?: Seen) =>
    request<TicketRow>('PUT', `/tickets/${id}/assignee`, { assigneeId, seen }),
  setUnread: (id: string, seq: number) => request<TicketRow>('PUT', `/tickets/${id}/unread`, { seq }),
  setSnooze: (id: string, until: number | null, seen?: Seen) =>
    request<TicketRow>('PUT', `/tickets/${id}/snooze`, { until, seen }),
  setTags: (id: string, tagIds: string[], seen?: Seen) =>
    request<TicketRow>('PUT', `/tickets/${id}/tags`, { tagIds, seen }),
  addTag: (name: string) => request<Tag>('POST', '/tags', { id: uuidv7(), name }),
  setRead: (id: string, seq: number) => request<TicketRow>('PUT', `/tickets/${id}/read`, { seq }),
  place: (id: string) => request<Place>('GET', `/tickets/${id}/place`),
  rating: (id: string) => request<Rating>('GET', `/tickets/${id}/rating`),
  rate: (id: string, input: Rate) => request<TicketRow>('PUT', `/tickets/${id}/rating`, input),
  merge: (id: string, into: string) => request<Merged>('POST', `/tickets/${id}/merge`, { into }),
  unmerge: (id: string) => request<TicketRow>('DELETE', `/tickets/${id}/merge`),
  split: (id: string, input: { id: string; messageId: string; subject: string; messageIds: string[] }) =>
    request<TicketRow>('POST', `/tickets/${id}/split`, input),
  links: (id: string) => request<{ items: TicketRow[] }>('GET', `/tickets/${id}/links`),
  link: (id: string, otherId: string) => request<{ items: TicketRow[] }>('PUT', `/tickets/${id}/links/${otherId}`, {}),
  unlink: (id: string, otherId: string) => request<{ items: TicketRow[] }>('DELETE', `/tickets/${id}/links/${otherId}`),
  events: (id: string, input: { before?: string; after?: string; around?: number | null; limit?: number } = {}) =>
    request<EventPage>('GET', `/tickets/${id}/events${query(input)}`),
  search: (input: { q: string; order?: string; cursor?: string | null; offset?: number }) =>
    request<Results>('GET', `/search${query(input)}`),
  claim: () => request<{ items: TicketRow[] }>('POST', '/queue/claim', {}),
  release: () => request<{ items: TicketRow[] }>('POST', '/queue/release', {}),

  sendMessage: (ticketId: string, input: NewMessage) =>
    request<Message>('POST', `/tickets/${ticketId}/messages`, input),
  editMessage: (ticketId: string, id: string, body: string) =>
    request<Message>('PATCH', `/tickets/${ticketId}/messages/${id}`, { body }),
  deleteMessage: (ticketId: string, id: string) => request<Message>('DELETE', `/tickets/${ticketId}/messages/${id}`),
  addNote: (ticketId: string, input: { id: string; body: string; attachmentIds?: string[]; mentionIds?: string[] }) =>
    request<Note>('POST', `/tickets/${ticketId}/notes`, input),
  editNote: (ticketId: string, id: string, input: { body: string; mentionIds?: string[] }) =>
    request<Note>('PATCH', `/tickets/${ticketId}/notes/${id}`, input),
  seeMentions: (ticketId: string, eventId: number) =>
    request<null>('PUT', `/tickets/${ticketId}/mentions/seen`, { eventId }),
  deleteNote: (ticketId: string, id: string) => request<Note>('DELETE', `/tickets/${ticketId}/notes/${id}`),

  settings: () => request<Settings>('GET', '/settings'),
  editSettings: (input: Partial<Settings>) => request<Settings>('PATCH', '/settings', input),
  drafts: (ticketId: string) => request<{ items: Draft[] }>('GET', `/tickets/${ticketId}/draft`),
  putDraft: (ticketId: string, input: { kind: DraftKind; body: string }, leaving: boolean) =>
    request<Draft>('PUT', `/tickets/${ticketId}/draft`, input, leaving),

  savedReplies: () => request<{ items: SavedReply[] }>('GET', '/saved-replies'),
  addSavedReply: (input: Omit<SavedReply, 'updatedAt'>) => request<SavedReply>('POST', '/saved-replies', input),
  editSavedReply: (id: string, input: Partial<Pick<SavedReply, 'name' | 'shortcut' | 'body'>>) =>
    request<SavedReply>('PATCH', `/saved-replies/${id}`, input),
  deleteSavedReply: (id: string) => request<null>('DELETE', `/saved-replies/${id}`),

  customers: (q: string) => request<{ items: NamedCustomer[] }>('GET', `/customers${query({ q })}`),

  addView: (input: AddView) => request<SavedView>('POST', '/views', input),
  editView: (id: string, input: EditView) => request<SavedView>('PATCH', `/views/${id}`, input),
  deleteView: (id: string) => request<null>('DELETE', `/views/${id}`),

  users: (input: { kind?: string; q?: string; cursor?: string | null } = {}) =>
    request<Page<User>>('GET', `/users${query(input)}`),
  addUser: (input: Credentials & { name: string; role: string }) => request<User>('POST', '/users', input),
  editUser: (id: string, input: { name?: string; role?: string; active?: boolean; capacity?: number }) =>
    request<User>('PATCH', `/users/${id}`, input),
};
