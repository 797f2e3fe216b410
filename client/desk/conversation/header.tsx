import { A } from '@solidjs/router';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import PanelRight from 'lucide-solid/icons/panel-right';
import { For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession, useState } from '../../shared/session.ts';
import { waited } from '../../shared/time.ts';
import { useCommands } from '../commands.ts';
import { usePlace } from '../desk.ts';
import { deadlineOf } from '../queue/deadline.ts';
import { isActive } from '../queue/views.ts';
import { t } from '../words.ts';
import { useActions } from './actions.ts';
import { Choice } from './choice.tsx';
import styles from './header.module.css';

export function Header(props: { row: TicketRow; showPanel: () => void }) {
  const state = useState();
  const { now } = useSession();
  const place = usePlace();
  const actions = useActions();
  const deadline = () => deadlineOf(props.row, state.priorities, now());
  const locked = () => !actions.mayChange(props.row);
  const why = () => (locked() ? t('ticket.notYours', { name: props.row.assignee?.name ?? '' }) : undefined);
  const take = () => void actions.assign(props.row, state.me.id);
  const resolve = () => void actions.resolve(props.row);
  useCommands({
    take: () => !locked() && props.row.assignee?.id !== state.me.id && take(),
    resolve: () => !locked() && isActive(props.row) && resolve(),
  });

  return (
    <header class={styles.header}>
      <div class={styles.head}>
        <A class={`btn bare icon ${styles.back}`} href={`/${place.view()}`} aria-label={t('ticket.back')}>
          <ChevronLeft size={16} stroke-width={1.75} aria-hidden="true" />
        </A>
        <h2 class="clip" title={props.row.subject} dir="auto">
          {props.row.subject}
        </h2>
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
      <div class={styles.acts}>
        <Choice
          label={t('ticket.status')}
          value={props.row.status}
          disabled={locked()}
          title={why()}
          choose={(code) => void actions.setStatus(props.row, code)}
        >
          <For each={state.statuses}>{(status) => <option value={status.code}>{status.name}</option>}</For>
        </Choice>
        <Choice
          label={t('ticket.with')}
          value={props.row.assignee?.id ?? ''}
          disabled={locked() || !isActive(props.row)}
          title={why()}
          choose={(id) => void actions.assign(props.row, id || null)}
        >
          <option value="">{t('ticket.nobody')}</option>
          <For each={state.colleagues}>{(person) => <option value={person.id}>{person.name}</option>}</For>
        </Choice>
        <Choice
          label={t('ticket.priority')}
          value={props.row.priority}
          disabled={locked()}
          title={why()}
          choose={(code) => void actions.setPriority(props.row, code)}
        >
          <For each={state.priorities}>{(priority) => <option value={priority.code}>{priority.name}</option>}</For>
        </Choice>
        <Show when={isActive(props.row) && props.row.assignee === null}>
          <button type="button" class="btn bare" onClick={take}>
            {t('ticket.take')} <kbd>i</kbd>
          </button>
        </Show>
        <span class={styles.gap} />
        <Show when={isActive(props.row)}>
          <button type="button" class="btn main" disabled={locked()} title={why()} onClick={resolve}>
            {t('ticket.resolve')} <kbd>e</kbd>
          </button>
        </Show>
        <Show when={props.row.statusType === 'resolved'}>
          <button
            type="button"
            class="btn"
            disabled={locked()}
            title={why()}
            onClick={() => void actions.setStatus(props.row, 'open')}
          >
            {t('ticket.reopen')}
          </button>
        </Show>
      </div>
    </header>
  );
}
