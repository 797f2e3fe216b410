import type { Kind, Row } from '../../db/search.ts';
import type { SearchResult } from './contract.ts';
import type { Phrase } from './operators.ts';
import { snippetOf } from './snippet.ts';

/** Builds a result. It shows the subject if that matches better than the text. */
export function toSearchResult(kind: Kind, row: Row, phrases: Phrase[]): SearchResult {
  const { id, eventId, seq, ticketId, number, subject, customerId, customerName, status, statusType } = row;
  const person = (personId: string, name: string) =>
    ({ id: personId, name, kind: personId === customerId ? 'customer' : 'staff' }) as const;
  const inBody = snippetOf(row.body, phrases);
  const inSubject = seq === 1 ? snippetOf(subject, phrases) : { parts: [], hits: 0 };
  const isSubject = seq === 1 && (inSubject.hits > inBody.hits || phrases.length === 0 || row.body === '');
  return {
    kind: kind === 'note' ? 'note' : isSubject ? 'subject' : 'message',
    ...{ id, eventId, seq },
    ticket: { id: ticketId, number, subject, customer: person(customerId, customerName), status, statusType },
    author: person(row.authorId, row.authorName),
    at: row.createdAt,
    snippet: isSubject ? inSubject.parts : inBody.parts,
  };
}
