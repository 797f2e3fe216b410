/**
 * The registry of commands: the keyboard, the palette, the shortcut sheet and the keys printed on controls read it. A
 * new command is a row here, its words under `keys` in `words.ts`, and `useCommands` in the view that runs it.
 */
import { createSignal, onCleanup, onMount } from 'solid-js';

export const GROUPS = ['ticket', 'queue', 'go', 'desk'] as const;

interface Command {
  group: (typeof GROUPS)[number];
  /** The default: `e`, `g w` for two keys in a row, `$mod+k` with Ctrl or Cmd, or none. People can change it. */
  keys: string;
  /** Repeats while the key is held. */
  repeats?: boolean;
  /** It opens a view with a box: letters typed before the view is there become text in that box. */
  opens?: true;
  /** The menu item that it opens: the command is hidden from people without that item. */
  place?: string;
}

export const COMMANDS = {
  reply: { group: 'ticket', keys: 'r', opens: true },
  note: { group: 'ticket', keys: 'n', opens: true },
  resolve: { group: 'ticket', keys: 'e' },
  reopen: { group: 'ticket', keys: '' },
  take: { group: 'ticket', keys: 'i' },
  assign: { group: 'ticket', keys: 'a', opens: true },
  unread: { group: 'ticket', keys: 'u' },
  snooze: { group: 'ticket', keys: 'h', opens: true },
  status: { group: 'ticket', keys: 's', opens: true },
  priority: { group: 'ticket', keys: 'p', opens: true },
  category: { group: 'ticket', keys: 'c', opens: true },
  team: { group: 'ticket', keys: 'm', opens: true },
  tag: { group: 'ticket', keys: 't', opens: true },
  escalate: { group: 'ticket', keys: '' },
  merge: { group: 'ticket', keys: '', opens: true },
  link: { group: 'ticket', keys: '', opens: true },
  next: { group: 'queue', keys: 'j', repeats: true },
  previous: { group: 'queue', keys: 'k', repeats: true },
  open: { group: 'queue', keys: 'Enter' },
  updates: { group: 'queue', keys: '.' },
  select: { group: 'queue', keys: 'x' },
  filter: { group: 'queue', keys: 'f', opens: true },
  saveView: { group: 'queue', keys: '', opens: true },
  leave: { group: 'queue', keys: 'Escape' },
  goWaiting: { group: 'go', keys: 'g w', place: 'waiting' },
  goMine: { group: 'go', keys: 'g m', place: 'mine' },
  goMentions: { group: 'go', keys: 'g n', place: 'mentions' },
  goSnoozed: { group: 'go', keys: 'g s', place: 'snoozed' },
  goAll: { group: 'go', keys: 'g a', place: 'all' },
  goReplies: { group: 'go', keys: 'g r', place: 'replies' },
  goPeople: { group: 'go', keys: 'g p', place: 'people' },
  goTeams: { group: 'go', keys: 'g t', place: 'teams' },
  goSites: { group: 'go', keys: 'g c', place: 'sites' },
  goWork: { group: 'go', keys: 'g b', place: 'work' },
  goSettings: { group: 'go', keys: 'g ,', place: 'settings' },
  search: { group: 'desk', keys: '/', opens: true },
  palette: { group: 'desk', keys: '$mod+k', opens: true },
  undo: { group: 'desk', keys: 'z' },
  sheet: { group: 'desk', keys: '?', opens: true },
  away: { group: 'desk', keys: '' },
  preferences: { group: 'desk', keys: '', opens: true },
  theme: { group: 'desk', keys: '' },
  password: { group: 'desk', keys: '', opens: true },
  signOut: { group: 'desk', keys: '' },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;
export const commandIds = Object.keys(COMMANDS) as CommandId[];
export const isCommand = (id: string): id is CommandId => id in COMMANDS;
export const commandOf = (id: CommandId): Command => COMMANDS[id];
/** Whether a person with this menu has the command. */
export const isFor = (id: CommandId, menu: readonly { code: string }[]) => {
  const { place } = commandOf(id);
  return place === undefined || menu.some(({ code }) => code === place);
};

export interface Choice {
  id: string;
  words: string;
  /** Shown beside the words, such as a colleague's load. */
  hint?: string;
  /** The current value. */
  isNow?: boolean;
  run: () => void;
}

export interface Handler {
  run: () => void;
  /**
   * Whether the command can run now. Read wherever the command is shown, so it may read signals. Missing means always.
   */
  when?: () => boolean;
  /** Why the command cannot run, announced when its key is pressed. Missing means silence. */
  why?: () => string | undefined;
  /** The choices that the palette lists for this command. */
  choices?: () => Choice[];
}

interface Registered {
  id: CommandId;
  handler: Handler;
  isFirst: boolean;
}

const [registered, setRegistered] = createSignal<Registered[]>([]);

/**
 * Registers commands as long as this view is mounted; with `first` they win over all others. A bare function can run at
 * any time.
 */
export function useCommands(handlers: Partial<Record<CommandId, Handler | (() => void)>>, rank?: 'first') {
  const isFirst = rank === 'first';
  const own = Object.entries(handlers).flatMap(([id, given]): Registered[] =>
    isCommand(id) ? [{ id, isFirst, handler: typeof given === 'function' ? { run: given } : given }] : [],
  );
  onMount(() => setRegistered((all) => [...all, ...own]));
  onCleanup(() => setRegistered((all) => all.filter((one) => !own.includes(one))));
}

const isUsable = ({ handler }: Registered) => handler.when?.() ?? true;
/** Of several views, the one mounted last wins. */
function handlerOf(id: CommandId) {
  const all = registered().filter((one) => one.id === id);
  const first = all.find((one) => one.isFirst && isUsable(one));
  return (first ?? all.findLast(({ isFirst }) => !isFirst))?.handler;
}
/** Whether commands registered as `first` are usable, such as those for a selection. */
export const hasFirst = () => registered().some((one) => one.isFirst && isUsable(one));

/** The handler of a command; null when nothing on the screen can run it. */
export function offered(id: CommandId): Handler | null {
  const handler = handlerOf(id);
  return handler && (handler.when?.() ?? true) ? handler : null;
}
/** Whether a view that runs the command is on the screen. */
export const isRegistered = (id: CommandId) => handlerOf(id) !== undefined;
export const whyNot = (id: CommandId) => handlerOf(id)?.why?.();
