/** Runs one act on many tickets, with one undo for all of them. */
import type { Act } from '../../shared/outbox/act.ts';
import { useState } from '../../shared/state/session.ts';
import { useManyActs } from '../acts/many.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useActions } from '../conversation/actions.ts';
import { useDesk } from '../desk.ts';
import { t } from '../words.ts';
import { t as told } from './bulk-words.ts';

export function useBulk() {
  const state = useState();
  const desk = useDesk();
  const many = useManyActs();
  const actions = useActions();

  const rowsOf = (ids: string[]) => ids.flatMap((id) => state.rows[id] ?? []);
  const act = (ids: string[], same: Act, words: (n: number) => string) =>
    perform(rowsOf(ids), () => same, { words, mayUndo: actions.mayTakeBack(same) });

  async function perform(
    rows: TicketRow[],
    actOf: (row: TicketRow) => Act,
    { words, mayUndo }: { words: (n: number) => string; mayUndo: boolean },
  ) {
    const { done, problem } = await many.run(rows, actOf);
    const waiting = done.filter(({ isOffline }) => isOffline).length;
    const said = [
      done.length > waiting ? words(done.length - waiting) : null,
      waiting > 0 ? told('waits', { n: waiting }) : null,
      problem ? told('refused', { n: rows.length - done.length, problem }) : null,
    ];
    const undo = async () => {
      const { refused, problem: why } = await many.undo(done);
      if (why) desk.say({ text: t('undoing.notAll', { n: refused, problem: why }) });
      return why === null;
    };
    const isUndone = done.length > 0 && (waiting === done.length || mayUndo);
    desk.say({
      text: said.filter(Boolean).join(' '),
      ...(isUndone && { undo }),
    });
  }

  return {
    take: (ids: string[]) => act(ids, { field: 'assignee', value: state.me.id }, (n) => told('taken', { n })),
    assign: (ids: string[], assigneeId: string | null) =>
      act(ids, { field: 'assignee', value: assigneeId }, (n) => told('assigned', { n, name: nameOf(assigneeId) })),
    status: (ids: string[], code: string) =>
      act(ids, { field: 'status', value: code }, (n) =>
        told('status', { n, status: state.lists.statuses.items.find((one) => one.code === code)?.name ?? code }),
      ),
    priority: (ids: string[], code: string) =>
      act(ids, { field: 'priority', value: code }, (n) =>
        told('priority', {
          n,
          priority: state.lists.priorities.items.find((one) => one.code === code)?.name ?? code,
        }),
      ),
    team: (ids: string[], teamId: string | null) => {
      const team = state.lists.teams.items.find(({ id }) => id === teamId)?.name;
      return act(ids, { field: 'team', value: teamId }, (n) =>
        team ? told('team', { n, team }) : told('noTeam', { n }),
      );
    },
    snooze: (ids: string[], until: number) =>
      act(ids, { field: 'snooze', value: until }, (n) => told('snoozed', { n })),
    /** Changes only the tickets that have it, or have not. */
    tag: (ids: string[], { id, adds }: TagChange) => {
      const name = state.lists.tags.items.find((tag) => tag.id === id)?.name ?? '';
      return perform(
        rowsOf(ids).filter(({ tags }) => tags.includes(id) !== adds),
        ({ tags }) => ({ field: 'tags', value: adds ? [...tags, id] : tags.filter((one) => one !== id) }),
        { words: (n) => told(adds ? 'tagged' : 'untagged', { n, name }), mayUndo: true },
      );
    },
    /** What can be added to one of these tickets, and then what can be removed from one. */
    tagChoices: (ids: string[]) => {
      const all = rowsOf(ids).map(({ tags }) => tags);
      return [true, false].flatMap((adds) =>
        state.lists.tags.items
          .filter(({ id, archived }) => (!archived || !adds) && all.some((tags) => tags.includes(id) !== adds))
          .map(({ id, name }) => ({
            id: `${adds}${id}`,
            value: { id, adds },
            words: told(adds ? 'add' : 'remove', { name }),
          })),
      );
    },
  };

  function nameOf(id: string | null) {
    return state.lists.colleagues.items.find((person) => person.id === id)?.name ?? t('ticket.nobody');
  }
}

interface TagChange {
  id: string;
  adds: boolean;
}
