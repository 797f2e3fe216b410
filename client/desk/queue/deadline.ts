import type { Priority } from '../../../server/ticket-fields/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { waited } from '../../shared/time.ts';
import { t } from '../words.ts';
import { dueAt } from './views.ts';

const MINUTE_MS = 60_000;
/** A deadline is coloured in the last quarter of the time that its priority allows. */
const SOON = 0.25;

/** The deadline of the next reply as text; `tone` repeats it as a colour. */
export function deadlineOf(row: TicketRow, priorities: Priority[], now: number): { words: string; tone: string } {
  const left = (dueAt(row, priorities) ?? now) - now;
  if (left <= -MINUTE_MS) return { words: t('queue.late', { time: waited(-left) }), tone: 'hot' };
  if (left < MINUTE_MS) return { words: t('queue.dueNow'), tone: 'warm' };
  const minutes = priorities.find((one) => one.code === row.priority)?.responseMinutes ?? 0;
  return { words: t('queue.due', { time: waited(left) }), tone: left < minutes * MINUTE_MS * SOON ? 'warm' : '' };
}
