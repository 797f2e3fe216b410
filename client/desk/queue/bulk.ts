/** Runs one act on many tickets, with one undo for all of them. */
import type { Act } from '../../shared/outbox/act.ts';
import { useState } from '../../shared/state/session.ts';
import { useManyActs } from '../acts/many.ts';
import { useActions } from '../conversation/actions.ts';
import { useDesk } from '../desk.ts';
import { t } from '../words.ts';
import { t as told } from './bulk-words.ts';

export function useBulk() {
  const state = useState();
  const desk = useDesk();
  const many = useManyActs();
  const actions = useActions();

  async function act(ids: string[], act: Act, words: (n: number) => string) {
    const rows = ids.flatMap((id) => state.rows[id] ?? []);
    const { done, problem } = await many.run(rows, act);
    const waiting = done.filter(({ isOffline }) => isOffline).length;
    const said = [
      done.length > waiting ? words(done.length - waiting) : null,
      waiting > 0 ? told('waits', { n: waiting }) : null,
      problem ? told('refused', { n: rows.length - done.length, problem }) : null,
    ];
    const undo = async () => {
      const { refused, problem: why } = await many.undo(done);
      if (why) desk.say({ text: t('undoing.notAll', { n: refused, problem: why }) });
    };
    const mayUndo = done.length > 0 && (waiting === done.length || actions.mayTakeBack(act));
    desk.say({
      text: said.filter(Boolean).join(' '),
      isLong: problem !== null,
      ...(mayUndo && { undo: () => void undo() }),
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
  };

  function nameOf(id: string | null) {
    return state.lists.colleagues.items.find((person) => person.id === id)?.name ?? t('ticket.nobody');
  }
}
