/** Events about messages and notes. The text is stored only in the message or note, and joined when the event is read. */
import { toMessage } from '../messages/to-message.ts';
import { toNote } from '../notes/to-note.ts';
import { type Catalogue, type Entry, nothing, type StoredEvent, whole } from './entry.ts';

const readMessage = ({ event, message, authorName, files }: StoredEvent) =>
  message && {
    message: toMessage(event, { message, authorName: authorName ?? '', attachments: files.get(message.id) ?? [] }),
  };

const readNote = ({ event, note: row, files }: StoredEvent) =>
  row && { note: toNote(event, { ...row, attachments: files.get(row.note.id) ?? [] }) };

const newMessage = {
  subject: ({ message }) => message.id,
  stores: nothing,
  toStaff: ({ message }, eventId) => ({ message: { ...message, eventId } }),
  toCustomer: whole,
  readBack: readMessage,
} satisfies Entry<'message.sent'>;

const changedMessage = {
  subject: ({ message }) => message.id,
  stores: nothing,
  toStaff: whole,
  toCustomer: whole,
  readBack: readMessage,
} satisfies Entry<'message.edited'>;

const changedNote = {
  isOfNote: true,
  subject: ({ note }) => note.id,
  stores: nothing,
  toStaff: whole,
  toCustomer: null,
  readBack: readNote,
} satisfies Entry<'note.edited'>;

export const writing = {
  'ticket.opened': newMessage,
  'message.sent': newMessage,
  'message.edited': changedMessage,
  'message.deleted': changedMessage,
  'note.added': {
    ...changedNote,
    subject: ({ note }) => note.id,
    toStaff: ({ note }, eventId) => ({ note: { ...note, eventId } }),
  },
  'note.edited': changedNote,
  'note.deleted': changedNote,
} satisfies Partial<Catalogue>;
