/**
 * One registry of what can be done here: the keyboard, the palette, the sheet and the keys on controls come from it.
 * A new command is a row here, its words under `keys` in `words.ts`, and `useCommands` in the view that can do it.
 */
import { createSignal, onCleanup, onMount } from 'solid-js';

export const GROUPS = ['ticket', 'queue', 'go', 'desk'] as const;

interface Command {
  group: (typeof GROUPS)[number];
  /** As it comes: `e`, `g w` one after the other, `$mod+k` with Ctrl or Cmd, or none. People give it others. */
  keys: string;
  /** Goes on while its key is held. */
  repeats?: boolean;
  /** It goes there: nothing for whoever has no such place in their menu. */
  place?: string;
}

export const COMMANDS = {
  reply: { group: 'ticket', keys: 'r' },
  note: { group: 'ticket', keys: 'n' },
  resolve: { group: 'ticket', keys: 'e' },
  reopen: { group: 'ticket', keys: '' },
  take: { group: 'ticket', keys: 'i' },
  assign: { group: 'ticket', keys: 'a' },
  unread: { group: 'ticket', keys: 'u' },
  snooze: { group: 'ticket', keys: 'h' },
  status: { group: 'ticket', keys: 's' },
  priority: { group: 'ticket', keys: 'p' },
  tag: { group: 'ticket', keys: 't' },
  escalate: { group: 'ticket', keys: '' },
  merge: { group: 'ticket', keys: '' },
  link: { group: 'ticket', keys: '' },
  next: { group: 'queue', keys: 'j', repeats: true },
  previous: { group: 'queue', keys: 'k', repeats: true },
  open: { group: 'queue', keys: 'Enter' },
  updates: { group: 'queue', keys: '.' },
  select: { group: 'queue', keys: 'x' },
  filter: { group: 'queue', keys: 'f' },
  saveView: { group: 'queue', keys: '' },
  leave: { group: 'queue', keys: 'Escape' },
  goWaiting: { group: 'go', keys: 'g w', place: 'waiting' },
  goMine: { group: 'go', keys: 'g m', place: 'mine' },
  goMentions: { group: 'go', keys: 'g n', place: 'mentions' },
  goSnoozed: { group: 'go', keys: 'g s', place: 'snoozed' },
  goAll: { group: 'go', keys: 'g a', place: 'all' },
  goReplies: { group: 'go', keys: 'g r', place: 'replies' },
  goPeople: { group: 'go', keys: 'g p', place: 'people' },
  goSites: { group: 'go', keys: 'g c', place: 'sites' },
  goSettings: { group: 'go', keys: 'g ,', place: 'settings' },
  search: { group: 'desk', keys: '/' },
  palette: { group: 'desk', keys: '$mod+k' },
  undo: { group: 'desk', keys: 'z' },
  sheet: { group: 'desk', keys: '?' },
  away: { group: 'desk', keys: '' },
  preferences: { group: 'desk', keys: '' },
  theme: { group: 'desk', keys: '' },
  password: { group: 'desk', keys: '' },
  signOut: { group: 'desk', keys: '' },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;
export const commandIds = Object.keys(COMMANDS) as CommandId[];
export const isCommand = (id: string): id is CommandId => id in COMMANDS;
export const commandOf = (id: CommandId): Command => COMMANDS[id];
/** Whether there is anything in it for somebody with this menu. */
export const isFor = (id: CommandId, menu: readonly { code: string }[]) => {
  const { place } = commandOf(id);
  return place === undefined || menu.some(({ code }) => code === place);
};

export interface Choice {
  id: string;
  words: string;
  /** Beside it, such as how much somebody has to do. */
  hint?: string;
  /** It is so already. */
  isNow?: boolean;
  run: () => void;
}

export interface Handler {
  run: () => void;
  /** Whether it can be done now; read wherever the command shows, so it may read signals. Always, where it is missing. */
  when?: () => boolean;
  /** What is said to whoever presses its key while it cannot be done; nothing, where it is missing. */
  why?: () => string | undefined;
  /** What it asks: the palette lists these in its place. */
  choices?: () => Choice[];
}

interface Registered {
  id: CommandId;
  handler: Handler;
  isFirst: boolean;
}

const [registered, setRegistered] = createSignal<Registered[]>([]);

/** While this view is shown; `first`, whatever comes after it. A function alone can be run at any time. */
export function useCommands(handlers: Partial<Record<CommandId, Handler | (() => void)>>, rank?: 'first') {
  const isFirst = rank === 'first';
  const own = Object.entries(handlers).flatMap(([id, given]): Registered[] =>
    isCommand(id) ? [{ id, isFirst, handler: typeof given === 'function' ? { run: given } : given }] : [],
  );
  onMount(() => setRegistered((all) => [...all, ...own]));
  onCleanup(() => setRegistered((all) => all.filter((one) => !own.includes(one))));
}

const isUsable = ({ handler }: Registered) => handler.when?.() ?? true;
/** Of several views the last to come is asked. */
function handlerOf(id: CommandId) {
  const all = registered().filter((one) => one.id === id);
  const first = all.find((one) => one.isFirst && isUsable(one));
  return (first ?? all.findLast(({ isFirst }) => !isFirst))?.handler;
}
/** Whether keys are for something before all else, such as what is picked. */
export const hasFirst = () => registered().some((one) => one.isFirst && isUsable(one));

/** What a command does now; null where nothing on the screen can do it. */
export function offered(id: CommandId): Handler | null {
  const handler = handlerOf(id);
  return handler && (handler.when?.() ?? true) ? handler : null;
}
export const whyNot = (id: CommandId) => handlerOf(id)?.why?.();
