/** What the outbox holds: one message, note, new ticket or act that the server has not answered yet. */
import type { Attachment } from '../../../server/attachments/contract.ts';
import type { Message } from '../../../server/messages/contract.ts';
import type { Act } from './act.ts';

export interface OutboxItem {
  kind: 'message' | 'note' | 'ticket' | 'act';
  /** The id of the message, the note, or the first message of a new ticket. */
  id: string;
  /** For a new ticket, the id that it will have. */
  ticketId: string;
  body: string;
  /** Uploaded before; they go with it. */
  attachments?: Attachment[];
  /** Colleagues that a note speaks to. */
  mentionIds?: string[];
  subject?: string;
  linkedTo?: string;
  /** What is to be done to the ticket, and its version on the screen when it was. */
  act?: Act;
  seen?: number;
  /** With an act: it went out before, and nobody knows whether it arrived. */
  tried?: boolean;
  seenSeq?: number;
  force?: boolean;
  at: number;
  /** `waiting`: there is no connection. `failed`: a retry alone cannot cure it. `held`: a colleague answered meanwhile. */
  state: 'sending' | 'waiting' | 'failed' | 'held';
  /** In words: with `failed` why, with `waiting` for what, where that is not the line. */
  problem?: string;
  /** With `held`: what the writer had not seen. */
  missed?: Message[];
}

/** What is shown among the messages. `sent`: it arrived, and the outbox holds it no more; it comes from there in a moment. */
export type Pending = Omit<OutboxItem, 'state'> & { state: OutboxItem['state'] | 'sent' };

/** What somebody wrote, with what they attached to it. */
export type OutboxContent = Pick<OutboxItem, 'body' | 'attachments' | 'mentionIds'>;

export const inOrder = (a: Pending, b: Pending) => a.at - b.at || (a.id < b.id ? -1 : 1);

/** What a list says of it; of files alone their names. */
export const textOf = ({ body, attachments = [] }: OutboxContent) =>
  body || attachments.map(({ name }) => name).join(', ');

/** A subject, where nobody wrote one. */
export const firstWords = (body: string) => [...body.slice(0, 160)].slice(0, 80).join('');
