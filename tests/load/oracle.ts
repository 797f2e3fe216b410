import { storedMessages } from '../support/stored.ts';

/** What a load left behind. A fast run that lost or doubled one is a failed run. */
export interface Oracle {
  sent: number;
  stored: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
}

export const NOTHING: Oracle = { sent: 0, stored: 0, lost: 0, duplicated: 0, outOfOrder: 0 };

export const isClean = ({ lost, duplicated, outOfOrder }: Oracle) => lost + duplicated + outOfOrder === 0;

export function sum(a: Oracle, b: Oracle): Oracle {
  return {
    sent: a.sent + b.sent,
    stored: a.stored + b.stored,
    lost: a.lost + b.lost,
    duplicated: a.duplicated + b.duplicated,
    outOfOrder: a.outOfOrder + b.outOfOrder,
  };
}

/** A message as one viewer saw it. */
export interface Sight {
  ticketId: string;
  id: string;
  seq: number;
}

/**
 * Holds what was acknowledged, by message id, and what each viewer saw, against the database. A viewer must have seen
 * every acknowledged message of the tickets it watched, once, in the order of `seq`.
 */
export function judge(
  dataDir: string,
  acknowledged: Map<string, string>,
  viewers: { watched: Set<string>; saw: Sight[] }[],
): Oracle {
  const rows = storedMessages(dataDir);
  const stored = new Map(rows.map((row) => [row.id, row]));
  const result = { ...NOTHING, sent: acknowledged.size };
  for (const [id, ticketId] of acknowledged) {
    if (stored.get(id)?.ticketId === ticketId) result.stored += 1;
    else result.lost += 1;
  }
  const last = new Map<string, number>();
  for (const { ticketId, seq } of rows) {
    if (seq !== (last.get(ticketId) ?? 0) + 1) result.outOfOrder += 1;
    last.set(ticketId, seq);
  }
  for (const { watched, saw } of viewers) {
    const seen = new Set<string>();
    const reached = new Map<string, number>();
    for (const { id, ticketId, seq } of saw) {
      if (seen.has(id)) result.duplicated += 1;
      else if (seq <= (reached.get(ticketId) ?? 0)) result.outOfOrder += 1;
      seen.add(id);
      reached.set(ticketId, Math.max(seq, reached.get(ticketId) ?? 0));
    }
    for (const [id, ticketId] of acknowledged) if (watched.has(ticketId) && !seen.has(id)) result.lost += 1;
  }
  return result;
}
