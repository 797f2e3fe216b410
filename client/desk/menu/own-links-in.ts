import type { State } from '../../shared/state/timeline.ts';

type Item = State['me']['menu'][number];

export const isOfDesk = ({ href }: Pick<Item, 'href'>) => /^\/desk(?:\/|$)/u.test(href);

function isInSettings(menu: readonly Item[], item: Item): boolean {
  const parent = menu.find(({ code }) => code === item.parent);
  return parent !== undefined && (parent.code === 'settings' || isInSettings(menu, parent));
}

/** Everything below the settings. */
export const settingsIn = (menu: readonly Item[]) => menu.filter((item) => isInSettings(menu, item));

/** Links to other places and items below the first level, without those that the settings list. */
export const ownLinksIn = (menu: readonly Item[]) =>
  menu.filter((item) => !(isOfDesk(item) && item.parent === null) && !isInSettings(menu, item));
