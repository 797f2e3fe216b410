import type { Actor } from '../auth/actor.ts';
import type { Commit, Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { markRead, markUnread } from '../reads/commands.ts';
import { setSnooze } from '../snooze/commands.ts';
import { setTags } from '../tags/commands.ts';
import { setTeam } from '../teams/commands.ts';
import { editTicket, setAssignee, setStatus } from '../tickets/commands.ts';
import type { TicketView } from '../tickets/queries.ts';
import { staffRow } from '../tickets/row.ts';
import type { Performed, TicketAct } from './contract.ts';

/**
 * Acts that wait for the database together. Each is a unit of its own, so a refused act undoes only itself; a part shares a
 * transaction, and between parts the messages of others get their turn.
 */
const PART = 16;

/** Calls the command of each act. Throws only where the server cannot write at all: then the caller has to repeat the request. */
export async function perform(commit: Commit, actor: Actor, acts: readonly TicketAct[]): Promise<Performed> {
  const results: Performed['results'] = [];
  for (let from = 0; from < acts.length; from += PART)
    results.push(
      ...(await Promise.all(
        acts.slice(from, from + PART).map(async (act) => {
          const { ticketId } = act;
          try {
            return { ticketId, row: staffRow(await commit((unit) => carryOut(unit, actor, act))), error: null };
          } catch (error) {
            if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error;
            return { ticketId, row: null, error: error.body.error };
          }
        }),
      )),
    );
  return { results };
}

function carryOut(unit: Unit, actor: Actor, act: TicketAct): Promise<TicketView> {
  const { ticketId, seen } = act;
  switch (act.field) {
    case 'status':
      return setStatus(unit, actor, { ticketId, seen, status: act.value });
    case 'assignee':
      return setAssignee(unit, actor, { ticketId, seen, assigneeId: act.value });
    case 'priority':
      return editTicket(unit, actor, { ticketId, seen, priority: act.value });
    case 'category':
      return editTicket(unit, actor, { ticketId, seen, category: act.value });
    case 'team':
      return setTeam(unit, actor, { ticketId, seen, teamId: act.value });
    case 'escalated':
      return editTicket(unit, actor, { ticketId, seen, escalated: act.value });
    case 'due':
      return editTicket(unit, actor, { ticketId, seen, dueAt: act.value });
    case 'snooze':
      return setSnooze(unit, actor, { ticketId, seen, until: act.value });
    case 'tags':
      return setTags(unit, actor, { ticketId, seen, tagIds: act.value });
    case 'read':
      return markRead(unit, actor, { ticketId, seq: act.value });
    case 'unread':
      return markUnread(unit, actor, { ticketId, seq: act.value });
    default:
      return act satisfies never;
  }
}
