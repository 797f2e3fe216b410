/** Sends a message, note or ticket, and applies the answer to the store at once. */
import { api } from '../api.ts';
import type { OutboxItem } from './item.ts';
import type { Store } from '../state/store.ts';
import { applyMessage, applyNote, applyRow } from '../state/timeline.ts';

export async function send(store: Store, item: OutboxItem) {
  const { kind, id, ticketId, body, attachments, mentionIds, subject = '', linkedTo, seenSeq, force } = item;
  const written = { body, ...(attachments?.length && { attachmentIds: attachments.map((file) => file.id) }) };
  if (kind === 'ticket') {
    const row = await api.openTicket({
      id: ticketId,
      messageId: id,
      subject,
      ...written,
      ...(linkedTo && { linkedTo }),
    });
    store.change((state) => applyRow(state, row));
  } else if (kind === 'note') {
    const note = await api.addNote(ticketId, { id, ...written, ...(mentionIds?.length && { mentionIds }) });
    store.change((state) => applyNote(state, note));
  } else {
    const input = { id, ...written, ...(seenSeq !== undefined && { seenSeq }), ...(force && { force }) };
    const message = await api.sendMessage(ticketId, input);
    store.change((state) => applyMessage(state, message));
  }
}
