import * as v from 'valibot';
import { uuid } from '../text/contract.ts';
import type { StatusType } from '../ticket-fields/contract.ts';
import { type TicketRef, ticketRow } from '../tickets/contract.ts';

export const merge = v.strictObject({ into: uuid });
/** Both, as they are now. */
export const merged = v.object({ ticket: ticketRow, into: ticketRow });

/** Where a merged ticket went, and what taking it out again brings back. */
export interface MergedInto extends TicketRef {
  was: {
    status: string;
    statusType: StatusType;
    waitingSince: number;
    staffUnread: number;
    customerUnread: number;
    resolvedAt: number | null;
    closedAt: number | null;
    snoozedUntil: number | null;
  };
  /** Of the ticket that it went into, just before. */
  intoWas: { lastSeq: number; waitingSince: number; snoozedUntil: number | null };
}

/** Of all of them a conversation is read together. */
export const MERGED_MOST = 10;
