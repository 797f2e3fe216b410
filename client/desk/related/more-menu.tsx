import Ellipsis from 'lucide-solid/icons/ellipsis';
import { For, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { type CommandId, offered } from '../commands.ts';
import { Key } from '../keys/key.tsx';
import { isActive } from '../queue/views.ts';
import { t as deskWords } from '../words.ts';
import { t as talk } from '../conversation/words.ts';
import { useRelated } from './related.ts';
import { t } from './words.ts';
import styles from './related.module.css';

const ID = 'more-menu';

/** Opens the menu. It stands in the header where there is no room for the panel, otherwise in the panel. */
export const MoreButton = (props: { class?: string | undefined }) => (
  <button
    type="button"
    class={`btn bare icon ${styles.opener} ${props.class ?? ''}`}
    popovertarget={ID}
    aria-label={talk('more.label')}
    title={talk('more.title')}
  >
    <Ellipsis size={16} stroke-width={1.75} aria-hidden="true" />
  </button>
);

/** The rarely used actions of a ticket; on a narrow screen also those that the header has no room for. */
export function MoreMenu(props: { row: TicketRow; locked: boolean; showPanel: () => void }) {
  const related = useRelated();
  let menu!: HTMLDivElement;
  const part = (id: string, number: number) => {
    menu.hidePopover();
    void related.part(id, number);
  };
  const Item = (item: { of: CommandId; words: string; class?: string | undefined }) => (
    <button
      type="button"
      class={item.class}
      disabled={!offered(item.of)}
      onClick={() => {
        menu.hidePopover();
        offered(item.of)?.run();
      }}
    >
      {item.words} <Key of={item.of} />
    </button>
  );

  return (
    <div
      ref={menu}
      id={ID}
      class={`menu ${styles.menu}`}
      popover="auto"
      role="dialog"
      aria-label={talk('more.label')}
      onToggle={(event) => event.newState === 'open' && firstIn(menu)?.focus()}
    >
      <Show when={isActive(props.row)}>
        <Item of="resolve" words={deskWords('ticket.resolve')} class={styles.tiny} />
        <Item of="take" words={deskWords('ticket.take')} class={styles.narrow} />
        <Item of="assign" words={deskWords('bulk.assign')} class={styles.narrow} />
        <Item
          of="snooze"
          words={talk(props.row.snoozedUntil === null ? 'snooze.open' : 'snooze.wake')}
          class={styles.narrow}
        />
      </Show>
      <button
        type="button"
        class={styles.narrow}
        onClick={() => {
          menu.hidePopover();
          props.showPanel();
        }}
      >
        {talk('ticket.customer')}
      </button>
      <Item of="unread" words={t('unread')} />
      <Item of="escalate" words={talk(props.row.escalated ? 'ticket.calm' : 'ticket.escalate')} />
      <Item of="merge" words={t('merge')} />
      <Item of="link" words={t('link')} />
      <For each={props.row.mergedFrom}>
        {({ id, number }) => (
          <button type="button" disabled={props.locked} onClick={() => part(id, number)}>
            {t('part', { number })}
          </button>
        )}
      </For>
    </div>
  );
}

const firstIn = (menu: HTMLElement) =>
  [...menu.querySelectorAll('button')].find((button) => !button.disabled && button.checkVisibility());
