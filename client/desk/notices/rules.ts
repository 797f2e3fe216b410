/** What is worth a sound: a customer wrote on a ticket of mine, or one began to wait that nobody holds. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { isActive } from '../queue/views.ts';

interface SeenRow {
  seq: number;
  waitingSince: number | null;
}

/** `since`: what was said before it, by the server's clock, is no news, even of a ticket that was not known yet. */
export function createRules({ me, since }: { me: string; since: number }) {
  const known = new Map<string, SeenRow>();

  function isNews(row: TicketRow, before: SeenRow | undefined): boolean {
    const isNewMessage = before ? row.lastSeq > before.seq : row.lastMessage.at > since;
    if (!isNewMessage || !isActive(row) || row.lastMessage.author.kind !== 'customer') return false;
    // Read on another device by now: somebody is on it.
    if (row.assignee?.id === me) return row.unread > 0;
    const isNewlyWaiting = row.waitingSince !== null && row.waitingSince > since;
    return row.assignee === null && isNewlyWaiting && row.waitingSince !== before?.waitingSince;
  }

  return {
    /** Rows as they come; answers those that are news, each once. */
    news(rows: TicketRow[]): TicketRow[] {
      const found = rows.filter((row) => isNews(row, known.get(row.id)));
      for (const { id, lastSeq: seq, waitingSince } of rows) known.set(id, { seq, waitingSince });
      return found;
    },
  };
}
