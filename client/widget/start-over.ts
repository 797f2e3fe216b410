/**
 * The token was refused: it expired, or the visitor was signed out everywhere. Nobody can prove to be that visitor any
 * more, so unsent text is sent by a new visitor as a conversation of its own. It is not discarded, because the writer
 * still waits for a reply.
 */
import { v7 as uuidv7 } from 'uuid';
import { firstWords, type OutboxItem } from '../shared/outbox/item.ts';
import { storedItems } from '../shared/outbox/stored-items.ts';
import { keep } from '../shared/keep.ts';
import { draftKeyOf, first, NEW, place } from './current-conversation.ts';
import { owner } from './site.ts';
import { drop } from './visitor.ts';

export function startOver(refused: string) {
  drop(refused);
  const current = place.get();
  const went = new Map<string, string>();
  for (const item of storedItems(`outbox:${owner}:`).toSorted((a, b) => a.at - b.at)) {
    const key = `outbox:${owner}:${item.id}`;
    // Uploads belong to the previous visitor.
    const { attachments: _files, seenSeq: _seen, linkedTo: _linked, ...rest } = item;
    if (rest.body === '') keep.remove(key);
    else keep.set(key, JSON.stringify(inNew(rest, went)));
  }
  const typed = current && keep.get(`draft:${draftKeyOf(current)}`);
  const next = (current && went.get(current)) ?? NEW;
  if (typed) keep.set(`draft:${draftKeyOf(next)}`, typed);
  place.set(next);
  first.forget();
  keep.remove(`${owner}:address`);
}

function inNew(item: OutboxItem, went: Map<string, string>): OutboxItem {
  const known = went.get(item.ticketId);
  if (known) return { ...item, kind: 'message', ticketId: known };
  // A ticket that was not opened yet keeps its ids, so that no retry can double it.
  const ticketId = item.kind === 'ticket' ? item.ticketId : uuidv7();
  went.set(item.ticketId, ticketId);
  return { ...item, kind: 'ticket', ticketId, subject: item.subject ?? firstWords(item.body) };
}
