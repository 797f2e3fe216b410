/** An entry of the outbox: a message, note, new ticket or act that the server has not answered yet. */
import type { Attachment } from '../../../server/attachments/contract.ts';
import type { Message } from '../../../server/messages/contract.ts';
import { cut } from '../graphemes.ts';
import type { Act } from './act.ts';

export interface OutboxItem {
  kind: 'message' | 'note' | 'ticket' | 'act';
  /** The id of the message, the note, or the first message of a new ticket. */
  id: string;
  /** For a new ticket, the id that the ticket will have. */
  ticketId: string;
  body: string;
  /** Already uploaded files that are sent with it. */
  attachments?: Attachment[];
  /** Colleagues that a note mentions. */
  mentionIds?: string[];
  subject?: string;
  linkedTo?: string;
  /** The change to the ticket, and `seen`, the version of the ticket that was on the screen. */
  act?: Act;
  seen?: number;
  /** For an act: a request was sent and its outcome is unknown. */
  tried?: boolean;
  seenSeq?: number;
  force?: boolean;
  at: number;
  /** `waiting`: offline. `failed`: a retry alone does not help. `held`: a colleague replied meanwhile. */
  state: 'sending' | 'waiting' | 'failed' | 'held';
  /** A text: for `failed` the reason, for `waiting` what it waits for other than the connection. */
  problem?: string;
  /** For `held`: the messages that the writer had not seen. */
  missed?: Message[];
}

/**
 * An item as the conversation shows it. `sent`: it arrived and left the outbox, and its event will arrive in a moment.
 */
export type Pending = Omit<OutboxItem, 'state'> & { state: OutboxItem['state'] | 'sent' };

/** The content of a message or note. */
export type OutboxContent = Pick<OutboxItem, 'body' | 'attachments' | 'mentionIds'>;

export const inOrder = (a: Pending, b: Pending) => a.at - b.at || (a.id < b.id ? -1 : 1);

/** The text for a list; for files without text, their names. */
export const textOf = ({ body, attachments = [] }: OutboxContent) =>
  body || attachments.map(({ name }) => name).join(', ');

/** A subject made from the body. */
export const firstWords = (body: string) => cut(body, 80);
