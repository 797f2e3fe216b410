import * as v from 'valibot';
import { uuid } from '../text/contract.ts';
import type { StatusType } from '../ticket-fields/contract.ts';
import { type Promises, type TicketRef, ticketRow } from '../tickets/contract.ts';

export const merge = v.strictObject({ into: uuid });
/** Both tickets after the merge. */
export const merged = v.object({ ticket: ticketRow, into: ticketRow });

/** The target of a merged ticket, and the values that unmerging restores. */
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
  /** The values of the target before the merge. */
  intoWas: { lastSeq: number; waitingSince: number; snoozedUntil: number | null };
  /** What the target took; absent for a merge from before it took anything. */
  taken?: {
    tags: string[];
    escalated: boolean;
    promised: { was: Promises | null; now: Promises | null };
    dueAt: { was: number | null; now: number } | null;
    assignee: { id: string; status: { was: string; now: string } } | null;
  };
}

export interface Both<T> {
  source: T;
  target: T;
}

/** Per target; all their messages are read together. */
export const MERGED_MOST = 10;
