import ChevronLeft from 'lucide-solid/icons/chevron-left';
import PanelRight from 'lucide-solid/icons/panel-right';
import { createMemo, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { firstName } from '../../shared/names.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { duration } from '../../shared/time.ts';
import { WaitsHere } from '../acts/waits-here.tsx';
import { offered } from '../commands.ts';
import { usePlace } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { Link } from '../link.tsx';
import { standingOf, standingTitle } from '../queue/promise.ts';
import { isActive } from '../queue/views.ts';
import { later } from '../../shared/later.ts';
import { t as deskWords } from '../words.ts';
import { MoreButton } from '../related/more-menu.tsx';
import styles from './header.module.css';
import { SnoozeMenu } from './snooze-menu.tsx';
import { useTicketCommands } from './ticket-commands.ts';
import { t } from './words.ts';

const MoreMenu = later(async () => (await import('../related/more-menu.tsx')).MoreMenu);

/** The queue row, opened: time in the gutter, then the title, then the acts. */
export function Header(props: { row: TicketRow; showPanel: () => void }) {
  const state = useState();
  const { now } = useSession();
  const place = usePlace();
  const { locked, why } = useTicketCommands(() => props.row);
  const standing = createMemo(() => standingOf(props.row, state.lists.priorities.items, now()));
  const title = () => standingTitle(props.row, state.lists.priorities.items);
  const status = () => state.lists.statuses.items.find(({ code }) => code === props.row.status)?.name;
  const run = (id: 'take' | 'assign' | 'resolve' | 'reopen') => () => offered(id)?.run();
  /** Without the gutter, the words stand alone: "answered 14:52". */
  const whole = () => {
    const { words, time, waits, tone } = standing();
    if (props.row.snoozedUntil !== null) return t('ticket.snoozedUntil', { time });
    return waits === null && tone === '' ? `${words} ${time}` : words;
  };

  return (
    <header class={styles.header}>
      <div class={styles.line}>
        <Link class={`btn bare icon ${styles.back}`} href={place.listHref()} aria-label={t('ticket.back')}>
          <ChevronLeft size={16} stroke-width={1.75} aria-hidden="true" />
        </Link>
        <p class={styles.wait} title={title()}>
          <time datetime={standing().waits === null ? undefined : duration(standing().waits ?? 0)}>
            {standing().time}
          </time>
          <small class={standing().tone}>{standing().words}</small>
        </p>
        <div class={styles.name}>
          <h2 class="clip" title={props.row.subject} dir="auto">
            {props.row.subject}
          </h2>
          <p class={styles.sub}>
            <span class={`${styles.promise} ${standing().tone}`} title={title()}>
              {whole()}
            </span>
            <span class={`${styles.who} clip`} dir="auto">
              {props.row.customer.name}
            </span>{' '}
            <span class={styles.dot}>· </span>
            <span class={`${styles.meta} clip`}>
              {props.row.number}
              <span class={styles.status}> · {status()}</span>
            </span>
          </p>
        </div>
        <div class={styles.acts}>
          <Show when={isActive(props.row)}>
            <Show
              when={props.row.assignee}
              fallback={
                <button
                  type="button"
                  class={`btn ${styles.take}`}
                  disabled={locked()}
                  title={why()}
                  onClick={run('take')}
                >
                  {deskWords('ticket.take')} <Key of="take" />
                </button>
              }
            >
              {(holder) => (
                <button
                  type="button"
                  class={`btn ${styles.take}`}
                  disabled={locked()}
                  title={why() ?? deskWords('queue.viewing', { name: holder().name })}
                  onClick={run('assign')}
                >
                  <span class="sr">{t('ticket.holder')}</span>
                  <span class="clip" dir="auto">
                    {firstName(holder().name)}
                  </span>{' '}
                  <Key of="assign" />
                </button>
              )}
            </Show>
            <SnoozeMenu row={props.row} disabled={locked()} title={why()} class={styles.snooze} />
            <button
              type="button"
              class={`btn main ${styles.resolve}`}
              disabled={locked()}
              title={why()}
              onClick={run('resolve')}
            >
              {deskWords('ticket.resolve')} <Key of="resolve" />
            </button>
          </Show>
          <Show when={props.row.statusType === 'resolved'}>
            <button type="button" class="btn" disabled={locked()} title={why()} onClick={run('reopen')}>
              {t('ticket.reopen')} <Key of="reopen" />
            </button>
          </Show>
          <span class={styles.narrow}>
            <MoreButton />
            <button
              type="button"
              class={`btn bare icon ${styles.panel}`}
              onClick={() => props.showPanel()}
              aria-label={t('ticket.customer')}
              title={t('ticket.customer')}
            >
              <PanelRight size={16} stroke-width={1.75} aria-hidden="true" />
            </button>
          </span>
        </div>
      </div>
      <WaitsHere ticketId={props.row.id} class={styles.waits} />
      <MoreMenu row={props.row} locked={locked()} showPanel={() => props.showPanel()} />
    </header>
  );
}
