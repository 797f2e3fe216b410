import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { useChoices } from '../choices.ts';
import { type Choice, type CommandId, useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { isActive } from '../queue/views.ts';
import { useActions } from './actions.ts';
import { defaultOf } from '../values.ts';
import { t } from './words.ts';

/** The commands of an open ticket. The palette offers the choices of those that have some. */
export function useTicketCommands(row: () => TicketRow) {
  const state = useState();
  const desk = useDesk();
  const actions = useActions();
  const choices = useChoices();
  const locked = () => !actions.mayChange(row()) || row().mergedInto !== null;
  const why = () => actions.whyNot(row());
  const hasCategories = () => state.lists.categories.items.some(({ archived }) => !archived);
  const hasTeams = () => state.lists.teams.items.length > 0;
  const isFree = () => !locked() && isActive(row());
  const ask = (of: CommandId) => () => desk.show({ name: 'palette', of });
  /** Runs a choice on this ticket. */
  const doing =
    <V>(all: () => (Omit<Choice, 'run'> & { value: V })[], work: (row: TicketRow, value: V) => Promise<unknown>) =>
    () =>
      all().map((one) => ({ ...one, run: () => void work(row(), one.value) }));
  const chooseOther = (act: 'merge' | 'link') => () => desk.show({ name: 'choose', act, ticketId: row().id });

  useCommands({
    take: {
      run: () => void actions.assign(row(), state.me.id),
      why,
      when: () => isFree() && row().assignee?.id !== state.me.id,
    },
    resolve: { run: () => void actions.resolve(row()), why, when: isFree },
    reopen: {
      run: () => void actions.setStatus(row(), defaultOf('open', state.lists.statuses.items)),
      why,
      when: () => !locked() && row().statusType === 'resolved',
    },
    assign: {
      run: ask('assign'),
      why,
      when: isFree,
      choices: doing(
        () => choices.people(row().assignee?.id ?? null),
        (one, value) => actions.assign(one, value),
      ),
    },
    status: {
      run: ask('status'),
      why,
      when: () => !locked(),
      choices: doing(
        () => choices.statuses(row().status),
        (one, value) => actions.setStatus(one, value),
      ),
    },
    priority: {
      run: ask('priority'),
      why,
      when: () => !locked(),
      choices: doing(
        () => choices.priorities(row().priority),
        (one, value) => actions.setPriority(one, value),
      ),
    },
    category: {
      run: ask('category'),
      why: () => why() ?? (hasCategories() ? undefined : t('ticket.noCategories')),
      when: () => !locked() && hasCategories(),
      choices: doing(
        () => choices.categories(row().category),
        (one, value) => actions.setCategory(one, value),
      ),
    },
    team: {
      run: ask('team'),
      why: () => why() ?? (hasTeams() ? undefined : t('ticket.noTeams')),
      when: () => !locked() && hasTeams(),
      choices: doing(
        () => choices.teams(row().teamId),
        (one, value) => actions.setTeam(one, value),
      ),
    },
    escalate: {
      run: () => void actions.escalate(row(), !row().escalated),
      why,
      when: () => actions.mayChange(row()),
    },
    merge: {
      run: chooseOther('merge'),
      when: () => !locked() && row().mergedFrom.length === 0,
    },
    link: { run: chooseOther('link'), when: () => !locked() },
    // Only an active ticket has the menu, which then wins.
    snooze: { run: () => {}, when: () => false, why },
  });

  return { locked, why };
}
