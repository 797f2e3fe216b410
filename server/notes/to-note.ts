import type { notes } from '../../db/schema/messages.ts';
import type { Attachment } from '../attachments/contract.ts';
import { personIn } from '../people/person-in.ts';
import type { Note } from './contract.ts';

export interface NoteRow {
  note: typeof notes.$inferSelect;
  authorName: string;
  attachments: Attachment[];
}

export function toNote(ticket: { customerId: string }, { note, attachments, authorName }: NoteRow): Note {
  const { authorId, sentHash: _hash, attachmentCount: _count, ...rest } = note;
  return { ...rest, attachments, author: personIn(ticket, authorId, authorName) };
}
