import type { messages } from '../../db/schema/messages.ts';
import type { Attachment } from '../attachments/contract.ts';
import { personIn } from '../people/person-in.ts';
import type { Message } from './contract.ts';

export interface MessageRow {
  message: typeof messages.$inferSelect;
  authorName: string;
  attachments: Attachment[];
}

export function toMessage(ticket: { customerId: string }, { message, attachments, authorName }: MessageRow): Message {
  const { authorId, sentHash: _hash, attachmentCount: _count, ...rest } = message;
  return { ...rest, attachments, author: personIn(ticket, authorId, authorName) };
}
