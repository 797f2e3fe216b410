/** Folds long runs of changes, and changes that were taken back, into one line, because people read the messages. */
import { type Accessor, createMemo, createSignal } from 'solid-js';
import { firstName } from '../../shared/names.ts';
import { isSameDay } from '../../shared/time.ts';
import type { ChangeEvent, Entry } from '../../shared/state/timeline.ts';

/** The shortest run that folds, within one day. */
const NOISY = 4;

/** These changes always show: a person wrote something, or the conversation continues elsewhere. */
const TELLING = new Set<ChangeEvent['type']>([
  'ticket.rated',
  'ticket.continued',
  'ticket.merged',
  'ticket.split',
  'ticket.customer_changed',
]);

export interface Fold {
  count: number;
  /** The names of the people who made them, each once. */
  names: string[];
  unfold: () => void;
}

export function createFolds(entries: Accessor<Entry[]>) {
  const [unfolded, setUnfolded] = createSignal<ReadonlySet<string>>(new Set());
  const folds = createMemo(() => {
    const found = new Map<string, Fold | 'inside'>();
    // The run at the end stays open until a message follows.
    const last = entries().at(-1)?.id;
    for (const run of runsOf(entries())) {
      const first = run[0];
      if (!first || unfolded().has(first.id)) continue;
      const isLong = run.length >= NOISY && run.at(-1)?.id !== last;
      if (!isLong && !isUndone(run)) continue;
      for (const { id } of run) found.set(id, 'inside');
      const names = [...new Set(run.flatMap(({ event }) => (event.actor ? firstName(event.actor.name) : [])))];
      const unfold = () => setUnfolded((all) => new Set([...all, first.id]));
      found.set(first.id, { count: run.length, names, unfold });
    }
    return found;
  });
  return (id: string): Fold | 'inside' | null => folds().get(id) ?? null;
}

type Change = { id: string; event: ChangeEvent };

export function runsOf(entries: Entry[]): Change[][] {
  const runs: Change[][] = [];
  let run: Change[] = [];
  for (const entry of entries) {
    const last = run.at(-1);
    const change = entry.kind === 'change' && !TELLING.has(entry.event.type) ? entry : null;
    if (!change || (last && !isSameDay(last.event.at, change.event.at))) {
      runs.push(run);
      run = [];
    }
    if (change) run.push(change);
  }
  return [...runs, run].filter(({ length }) => length > 0);
}

/** Whether the run left everything as it was: a snooze or a change that the same person took back. */
export function isUndone(run: Change[]): boolean {
  const left: ChangeEvent[] = [];
  for (const { event } of run) {
    const at = left.findLastIndex((before) => takesBack(before, event));
    if (at >= 0) left.splice(at, 1);
    else left.push(event);
  }
  return run.length > 1 && left.length === 0;
}

function takesBack(before: ChangeEvent, after: ChangeEvent): boolean {
  if (!after.actor || before.actor?.id !== after.actor.id) return false;
  if (before.type === 'ticket.snoozed') return after.type === 'ticket.woke';
  if (before.type === 'ticket.status_changed' && after.type === 'ticket.status_changed')
    return before.was !== undefined && before.was === after.status;
  if (before.type === 'ticket.prioritised' && after.type === 'ticket.prioritised')
    return before.was !== undefined && before.was === after.priority;
  if (before.type === 'ticket.team_changed' && after.type === 'ticket.team_changed') return before.was === after.teamId;
  if (before.type === 'ticket.due_set' && after.type === 'ticket.due_set') return before.was === after.dueAt;
  if (before.type === 'ticket.assigned' && after.type === 'ticket.assigned')
    return before.assignee !== null && after.assignee === null;
  if (before.type === 'ticket.escalated' && after.type === 'ticket.escalated')
    return before.escalated !== after.escalated;
  return false;
}
