/** Decides which rows are news: a customer wrote on my ticket, or an unassigned ticket began to wait. */
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { isActive } from '../queue/views.ts';

interface SeenRow {
  seq: number;
  waitingSince: number | null;
}

/** `since`: messages before this server time are no news, even on tickets that were unknown until now. */
export function createRules({ me, since }: { me: string; since: number }) {
  const known = new Map<string, SeenRow>();

  function isNews(row: TicketRow, before: SeenRow | undefined): boolean {
    const isNewMessage = before ? row.lastSeq > before.seq : row.lastMessage.at > since;
    if (!isNewMessage || !isActive(row) || row.lastMessage.author.kind !== 'customer') return false;
    // A message that is read on another device already is no news.
    if (row.assignee?.id === me) return row.unread > 0;
    const isNewlyWaiting = row.waitingSince !== null && row.waitingSince > since;
    return row.assignee === null && isNewlyWaiting && row.waitingSince !== before?.waitingSince;
  }

  return {
    /** Takes incoming rows and returns those that are news, each once. */
    news(rows: TicketRow[]): TicketRow[] {
      const found = rows.filter((row) => isNews(row, known.get(row.id)));
      for (const { id, lastSeq: seq, waitingSince } of rows) known.set(id, { seq, waitingSince });
      return found;
    },
  };
}
