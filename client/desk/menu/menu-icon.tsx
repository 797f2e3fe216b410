import AlarmClock from 'lucide-solid/icons/alarm-clock';
import AtSign from 'lucide-solid/icons/at-sign';
import Book from 'lucide-solid/icons/book';
import Chart from 'lucide-solid/icons/chart-column';
import Clock from 'lucide-solid/icons/clock';
import File from 'lucide-solid/icons/file';
import Flag from 'lucide-solid/icons/flag';
import Globe from 'lucide-solid/icons/globe';
import Help from 'lucide-solid/icons/circle-question-mark';
import Link from 'lucide-solid/icons/link';
import List from 'lucide-solid/icons/list';
import Phone from 'lucide-solid/icons/phone';
import Settings from 'lucide-solid/icons/settings-2';
import Cart from 'lucide-solid/icons/shopping-cart';
import Star from 'lucide-solid/icons/star';
import User from 'lucide-solid/icons/user';
import { Show } from 'solid-js';
import type { MenuIcon as Name } from '../../../server/menu/contract.ts';

export const ICONS: Record<Name, typeof Link> = {
  ...{ clock: Clock, user: User, 'at-sign': AtSign, 'alarm-clock': AlarmClock, list: List, settings: Settings },
  ...{ link: Link, book: Book, globe: Globe, phone: Phone, chart: Chart, cart: Cart, star: Star, flag: Flag },
  ...{ file: File, help: Help },
};
// `Object.keys` loses the type of the keys.
export const ICON_NAMES = Object.keys(ICONS) as Name[];

export function MenuIcon(props: { name: string | null }) {
  const icon = () => ICON_NAMES.find((name) => name === props.name);
  return (
    <Show when={icon()} keyed fallback={<Link size={16} stroke-width={1.75} aria-hidden="true" />}>
      {(name) => {
        const Icon = ICONS[name];
        return <Icon size={16} stroke-width={1.75} aria-hidden="true" />;
      }}
    </Show>
  );
}
