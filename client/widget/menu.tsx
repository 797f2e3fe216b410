import { createUniqueId, Show } from 'solid-js';
import { SoundSwitch } from '../customer/sound.tsx';
import type { Frame } from './frame.tsx';
import { Icon } from './icon.tsx';
import { t } from './words.ts';

/** The menu: earlier conversations, a new conversation, and sound. */
export function Menu(props: { of: Frame }) {
  const id = createUniqueId();
  let menu!: HTMLDivElement;
  return (
    <>
      <button type="button" class="btn bare icon" popovertarget={id} aria-label={t('more')} title={t('more')}>
        <Icon name="more" />
      </button>
      <div ref={menu} id={id} class="menu" popover="auto">
        <Show when={!props.of.isNew()}>
          <button
            type="button"
            onClick={() => {
              menu.hidePopover();
              props.of.show(null);
            }}
          >
            {t('past.start')}
          </button>
        </Show>
        <Show when={props.of.hasAny()}>
          <button
            type="button"
            onClick={() => {
              menu.hidePopover();
              props.of.setPage('past');
            }}
          >
            {t('past.title')}
          </button>
        </Show>
        <SoundSwitch words />
      </div>
    </>
  );
}
