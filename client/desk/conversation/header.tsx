import ChevronLeft from 'lucide-solid/icons/chevron-left';
import PanelRight from 'lucide-solid/icons/panel-right';
import { For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { waited } from '../../shared/time.ts';
import { WaitsHere } from '../acts/waits-here.tsx';
import { useChoices } from '../choices.ts';
import { useCommands } from '../commands.ts';
import { useDesk, usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { Link } from '../link.tsx';
import { deadlineOf } from '../queue/deadline.ts';
import { isActive } from '../queue/views.ts';
import { later } from '../../shared/later.ts';
import { t as deskWords } from '../words.ts';
import { t } from './words.ts';
import { useActions } from './actions.ts';
import { Choice } from './choice.tsx';
import styles from './header.module.css';
import { SnoozeMenu } from './snooze-menu.tsx';

const MoreMenu = later(async () => (await import('../related/more-menu.tsx')).MoreMenu);

export function Header(props: { row: TicketRow; showPanel: () => void }) {
  const state = useState();
  const { now } = useSession();
  const place = usePlace();
  const desk = useDesk();
  const actions = useActions();
  const choices = useChoices();
  const deadline = () => deadlineOf(props.row, state.lists.priorities.items, now());
  const locked = () => !actions.mayChange(props.row) || props.row.mergedInto !== null;
  const why = () => actions.whyNot(props.row);
  const take = () => void actions.assign(props.row, state.me.id);
  const resolve = () => void actions.resolve(props.row);
  const reopen = () => void actions.setStatus(props.row, 'open');
  const isFree = () => !locked() && isActive(props.row);
  const isResolved = () => props.row.statusType === 'resolved';
  useCommands({
    take: { run: take, why, when: () => isFree() && props.row.assignee?.id !== state.me.id },
    resolve: { run: resolve, why, when: isFree },
    reopen: { run: reopen, why, when: () => !locked() && isResolved() },
    assign: {
      run: () => desk.show({ name: 'palette', of: 'assign' }),
      why,
      when: isFree,
      choices: () =>
        choices
          .people(props.row.assignee?.id ?? null)
          .map((one) => ({ ...one, run: () => void actions.assign(props.row, one.value) })),
    },
    merge: {
      run: () => desk.show({ name: 'choose', act: 'merge', ticketId: props.row.id }),
      when: () => !locked() && props.row.mergedInto === null && props.row.mergedFrom.length === 0,
    },
    link: {
      run: () => desk.show({ name: 'choose', act: 'link', ticketId: props.row.id }),
      when: () => !locked() && props.row.mergedInto === null,
    },
    status: {
      run: () => desk.show({ name: 'palette', of: 'status' }),
      why,
      when: () => !locked(),
      choices: () =>
        choices
          .statuses(props.row.status)
          .map((one) => ({ ...one, run: () => void actions.setStatus(props.row, one.value) })),
    },
    priority: {
      run: () => desk.show({ name: 'palette', of: 'priority' }),
      why,
      when: () => !locked(),
      choices: () =>
        choices
          .priorities(props.row.priority)
          .map((one) => ({ ...one, run: () => void actions.setPriority(props.row, one.value) })),
    },
  });

  return (
    <header class={styles.header}>
      <div class={styles.head}>
        <Link class={`btn bare icon ${styles.back}`} href={place.listHref()} aria-label={t('ticket.back')}>
          <ChevronLeft size={16} stroke-width={1.75} aria-hidden="true" />
        </Link>
        <h2 class="clip" title={props.row.subject} dir="auto">
          {props.row.subject}
        </h2>
        <MoreMenu row={props.row} locked={locked()} />
        <button
          type="button"
          class={`btn bare ${styles.panel}`}
          onClick={() => props.showPanel()}
          aria-label={t('ticket.customer')}
        >
          <PanelRight size={16} stroke-width={1.75} aria-hidden="true" />
        </button>
      </div>
      <p class={styles.sub}>
        <span class={styles.who} dir="auto">
          {props.row.customer.name}
        </span>{' '}
        · {props.row.number} · {props.row.channel}
        <Show when={props.row.waitingSince}>
          {(since) => (
            <>
              {' '}
              · {t('ticket.waiting', { time: waited(now() - since()) })},{' '}
              <span class={deadline().tone}>{deadline().words}</span>
            </>
          )}
        </Show>
      </p>
      <WaitsHere ticketId={props.row.id} class={styles.waits} />
      <div class={styles.acts}>
        <Choice
          label={deskWords('ticket.status')}
          value={props.row.status}
          disabled={locked()}
          title={why()}
          choose={(code) => void actions.setStatus(props.row, code)}
          command="status"
        >
          <For each={state.lists.statuses.items}>{(status) => <option value={status.code}>{status.name}</option>}</For>
        </Choice>
        <Choice
          label={deskWords('ticket.assignee')}
          value={props.row.assignee?.id ?? ''}
          disabled={locked() || !isActive(props.row)}
          title={why()}
          choose={(id) => void actions.assign(props.row, id || null)}
          command="assign"
        >
          <option value="">{deskWords('ticket.nobody')}</option>
          <For each={state.lists.team.items}>
            {(person) => (
              <option value={person.id}>
                {person.availability === 'away' ? deskWords('availability.person', { name: person.name }) : person.name}
              </option>
            )}
          </For>
        </Choice>
        <Choice
          label={deskWords('ticket.priority')}
          value={props.row.priority}
          disabled={locked()}
          title={why()}
          choose={(code) => void actions.setPriority(props.row, code)}
          command="priority"
        >
          <For each={state.lists.priorities.items}>
            {(priority) => <option value={priority.code}>{priority.name}</option>}
          </For>
        </Choice>
        <span class={styles.go}>
          <Show when={isActive(props.row) && props.row.assignee === null}>
            <button type="button" class="btn bare" onClick={take}>
              {deskWords('ticket.take')} <Key of="take" />
            </button>
          </Show>
          <Show when={isActive(props.row)}>
            <SnoozeMenu row={props.row} disabled={locked()} title={why()} />
          </Show>
          <Show when={isActive(props.row)}>
            <button type="button" class="btn main" disabled={locked()} title={why()} onClick={resolve}>
              {deskWords('ticket.resolve')} <Key of="resolve" />
            </button>
          </Show>
          <Show when={isResolved()}>
            <button type="button" class="btn" disabled={locked()} title={why()} onClick={reopen}>
              {t('ticket.reopen')} <Key of="reopen" />
            </button>
          </Show>
        </span>
      </div>
    </header>
  );
}
