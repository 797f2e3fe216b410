import Ellipsis from 'lucide-solid/icons/ellipsis';
import { For } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useDesk } from '../desk.ts';
import { useRelated } from './related.ts';
import { t } from './words.ts';
import styles from './related.module.css';

/** The rarely used actions of a ticket. */
export function MoreMenu(props: { row: TicketRow; locked: boolean }) {
  const desk = useDesk();
  const related = useRelated();
  let menu!: HTMLDivElement;
  const choose = (act: 'merge' | 'link') => {
    menu.hidePopover();
    desk.show({ name: 'choose', act, ticketId: props.row.id });
  };
  const part = (id: string, number: number) => {
    menu.hidePopover();
    void related.part(id, number);
  };

  return (
    <>
      <button
        type="button"
        class={`btn bare icon ${styles.more}`}
        popovertarget="more-menu"
        disabled={props.locked}
        aria-label={t('menu')}
        title={t('more')}
      >
        <Ellipsis size={16} stroke-width={1.75} aria-hidden="true" />
      </button>
      <div ref={menu} id="more-menu" class={`menu ${styles.menu}`} popover="auto" role="dialog" aria-label={t('menu')}>
        <button type="button" disabled={props.row.mergedFrom.length > 0} onClick={() => choose('merge')}>
          {t('merge')}
        </button>
        <button type="button" onClick={() => choose('link')}>
          {t('link')}
        </button>
        <For each={props.row.mergedFrom}>
          {({ id, number }) => (
            <button type="button" onClick={() => part(id, number)}>
              {t('part', { number })}
            </button>
          )}
        </For>
      </div>
    </>
  );
}
