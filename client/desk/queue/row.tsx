import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { Face } from '../../shared/face.tsx';
import { useSession, useState } from '../../shared/session.ts';
import { duration, shortTime, waited } from '../../shared/time.ts';
import { t } from '../words.ts';
import { deadlineOf } from './deadline.ts';
import styles from './row.module.css';
import { isActive } from './views.ts';

/** The wait leads; the deadline stands under it in words. */
export function Row(props: { row: TicketRow; href: string; isOpen: boolean }) {
  const state = useState();
  const { now, live } = useSession();
  const priority = () => state.priorities.find((one) => one.code === props.row.priority);
  const deadline = () => deadlineOf(props.row, state.priorities, now());
  const writer = () => live.here.typingOn(props.row.id)[0]?.person.name;

  return (
    <li class={styles.item}>
      <A
        href={props.href}
        class={`${styles.row} ring-in`}
        classList={{ [styles.unread ?? '']: props.row.unread > 0, [styles.open ?? '']: props.isOpen }}
        aria-current={props.isOpen ? 'true' : undefined}
        end
      >
        <span class={styles.wait}>
          <Show
            when={props.row.waitingSince}
            fallback={
              <>
                <time>{shortTime(props.row.lastMessage.at, now())}</time>
                <small>{isActive(props.row) ? t('queue.answered') : t('queue.done')}</small>
              </>
            }
          >
            {(from) => (
              <>
                <time datetime={duration(now() - from())}>{waited(now() - from())}</time>
                <small class={deadline().tone}>{deadline().words}</small>
              </>
            )}
          </Show>
        </span>
        <span class={styles.text}>
          <span class={styles.who}>
            <Show when={props.row.unread > 0}>
              <span class="sr">{t('queue.unread')}</span>
            </Show>
            <span class={`${styles.name} clip`} dir="auto">
              {props.row.customer.name}
            </span>
            <Show when={priority()?.isDefault === false && priority()}>
              {(one) => <span class={styles.tag}>{one().name}</span>}
            </Show>
          </span>
          <span class={`${styles.subject} clip`} dir="auto">
            {props.row.subject}
          </span>
          <span class={styles.last}>
            <Show
              when={writer()}
              fallback={
                <span class="clip" dir="auto">
                  {props.row.lastMessage.excerpt}
                </span>
              }
            >
              {(name) => <em class="clip">{t('queue.writes', { name: name() })}</em>}
            </Show>
            <Show when={props.row.assignee}>
              {(person) => <Face name={person().name} title={t('queue.viewing', { name: person().name })} />}
            </Show>
          </span>
        </span>
      </A>
    </li>
  );
}
