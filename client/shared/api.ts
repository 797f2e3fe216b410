/** The calls that a shell makes, by name. What one late part alone asks for stands there. */
import type { DraftKind } from '../../server/drafts/contract.ts';
import type { AddView, EditView } from '../../server/views/contract.ts';
import { request } from './request.ts';

const query = (values: Record<string, string | number | null | undefined>): '' | `?${string}` => {
  const pairs = Object.entries(values).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
};

interface Resumable {
  cursor: number;
  epoch: string;
  listsAt: number;
  me: { id: string };
}
export interface NewTicket {
  id: string;
  messageId: string;
  subject: string;
  body: string;
  attachmentIds?: string[];
  linkedTo?: string;
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
  login: (input: Credentials) => request('POST', '/auth/login', input),
  logout: () => request('POST', '/auth/logout', {}),

  snapshot: () => request('GET', '/snapshot'),
  eventsSince: (since: Resumable, watching: { ticketId: string; after: number }[]) =>
    request(
      'GET',
      `/events?${new URLSearchParams([
        ['after', String(since.cursor)],
        ['epoch', since.epoch],
        ['lists', String(since.listsAt)],
        ['userId', since.me.id],
        ...watching.map(({ ticketId, after }) => ['watching', `${ticketId}:${after}`]),
      ])}`,
    ),

  tickets: (input: {
    order?: string;
    cursor?: string | null;
    assignee?: string;
    active?: string | undefined;
    priority?: string | undefined;
    customer?: string;
    team?: string;
    number?: number;
    limit?: number;
  }) => request('GET', `/tickets${query(input)}`),
  /** With any of the list's parameters. */
  ticketsBy: (query: URLSearchParams) => request('GET', `/tickets?${query}`),
  openTicket: (input: NewTicket) => request('POST', '/tickets', input),
  editTicket: (
    id: string,
    input: {
      subject?: string;
      priority?: string;
      category?: string | null;
      escalated?: boolean;
      dueAt?: number | null;
      seen?: Seen;
    },
  ) => request('PATCH', `/tickets/${id}`, input),
  setStatus: (id: string, status: string, seen?: Seen) => request('PUT', `/tickets/${id}/status`, { status, seen }),
  setAssignee: (id: string, assigneeId: string | null, seen?: Seen) =>
    request('PUT', `/tickets/${id}/assignee`, { assigneeId, seen }),
  setTeam: (id: string, teamId: string | null, seen?: Seen) => request('PUT', `/tickets/${id}/team`, { teamId, seen }),
  setUnread: (id: string, seq: number) => request('PUT', `/tickets/${id}/unread`, { seq }),
  setSnooze: (id: string, until: number | null, seen?: Seen) =>
    request('PUT', `/tickets/${id}/snooze`, { until, seen }),
  setTags: (id: string, tagIds: string[], seen?: Seen) => request('PUT', `/tickets/${id}/tags`, { tagIds, seen }),
  setRead: (id: string, seq: number) => request('PUT', `/tickets/${id}/read`, { seq }),
  events: (id: string, input: { before?: string; after?: string; around?: number | null; limit?: number } = {}) =>
    request('GET', `/tickets/${id}/events${query(input)}`),

  sendMessage: (ticketId: string, input: NewMessage) => request('POST', `/tickets/${ticketId}/messages`, input),
  editMessage: (ticketId: string, id: string, body: string) =>
    request('PATCH', `/tickets/${ticketId}/messages/${id}`, { body }),
  deleteMessage: (ticketId: string, id: string) => request('DELETE', `/tickets/${ticketId}/messages/${id}`),
  addNote: (ticketId: string, input: { id: string; body: string; attachmentIds?: string[]; mentionIds?: string[] }) =>
    request('POST', `/tickets/${ticketId}/notes`, input),
  editNote: (ticketId: string, id: string, input: { body: string; mentionIds?: string[] }) =>
    request('PATCH', `/tickets/${ticketId}/notes/${id}`, input),
  seeMentions: (ticketId: string, eventId: number) => request('PUT', `/tickets/${ticketId}/mentions/seen`, { eventId }),
  deleteNote: (ticketId: string, id: string) => request('DELETE', `/tickets/${ticketId}/notes/${id}`),

  drafts: (ticketId: string) => request('GET', `/tickets/${ticketId}/draft`),
  putDraft: (ticketId: string, input: { kind: DraftKind; body: string }, leaving: boolean) =>
    request('PUT', `/tickets/${ticketId}/draft`, input, leaving),

  addView: (input: AddView) => request('POST', '/views', input),
  editView: (id: string, input: EditView) => request('PATCH', `/views/${id}`, input),
  deleteView: (id: string) => request('DELETE', `/views/${id}`),
};
