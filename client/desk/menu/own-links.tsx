import { For } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import type { State } from '../../shared/state/timeline.ts';
import { MenuIcon } from './menu-icon.tsx';
import { MenuLink } from './menu-link.tsx';
import { ownLinksIn } from './own-links-in.ts';

/** The links that an admin added to the navigation, each below the item that it stands under. */
export function OwnLinks(props: { onGo?: () => void }) {
  const state = useState();
  const under = (item: State['me']['menu'][number]) =>
    state.me.menu.find(({ code }) => code === item.parent)?.label ?? undefined;
  return (
    <ul>
      <For each={ownLinksIn(state.me.menu)}>
        {(item) => (
          <li>
            <MenuLink item={item} title={under(item)} onGo={() => props.onGo?.()}>
              <MenuIcon name={item.icon} />
              <span class="clip">{item.label}</span>
            </MenuLink>
          </li>
        )}
      </For>
    </ul>
  );
}
