import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, createUniqueId, type JSX } from 'solid-js';
import styles from './people-page.module.css';
import { t } from './words.ts';

/** The quiet actions of one row. `children` gets a function that closes the menu and then acts. */
export function RowMenu(props: { name: string; children: (choose: (act: () => void) => () => void) => JSX.Element }) {
  const id = createUniqueId();
  // Only the button of the open menu is its anchor: all rows share one name.
  const [isOpen, setIsOpen] = createSignal(false);
  let menu!: HTMLDivElement;
  const choose = (act: () => void) => () => {
    menu.hidePopover();
    act();
  };

  return (
    <>
      <button
        type="button"
        class="btn bare icon"
        classList={{ [styles.anchor ?? '']: isOpen() }}
        popovertarget={id}
        aria-label={t('more', { name: props.name })}
        title={t('more', { name: props.name })}
      >
        <Ellipsis size={16} stroke-width={1.75} aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        class={`menu ${styles.menu}`}
        popover="auto"
        role="dialog"
        aria-label={t('more', { name: props.name })}
        on:beforetoggle={(event: ToggleEvent) => setIsOpen(event.newState === 'open')}
      >
        {props.children(choose)}
      </div>
    </>
  );
}
