/** One registry of what keys do: the keys and the sheet come from it. Whoever shows a thing says what its keys do there. */
import { onCleanup, onMount } from 'solid-js';

export const COMMANDS = [
  { name: 'next', key: 'j' },
  { name: 'previous', key: 'k' },
  { name: 'open', key: 'Enter' },
  { name: 'resolve', key: 'e' },
  { name: 'take', key: 'i' },
  { name: 'reply', key: 'r' },
  { name: 'note', key: 'n' },
  { name: 'updates', key: '.' },
  { name: 'undo', key: 'z' },
  { name: 'sheet', key: '?' },
  { name: 'leave', key: 'Escape' },
] as const;
export type CommandName = (typeof COMMANDS)[number]['name'];

const running = new Map<CommandName, (() => void)[]>();

/** While this view is shown. The last one to say what a key does is asked. */
export function useCommands(commands: Partial<Record<CommandName, () => void>>) {
  const entries = Object.entries(commands) as [CommandName, () => void][];
  onMount(() => {
    for (const [name, run] of entries) running.set(name, [...(running.get(name) ?? []), run]);
  });
  onCleanup(() => {
    for (const [name, run] of entries) running.set(name, running.get(name)?.filter((one) => one !== run) ?? []);
  });
}

/** Single keys never fire while somebody types, nor with a modifier, nor over a dialog. */
export function listenToKeys() {
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const command = COMMANDS.find(({ key }) => key === event.key);
    if (!command || (isTyping(event.target) && command.name !== 'leave')) return;
    if (document.querySelector('dialog[open]')) return;
    // Enter belongs to the control that has the focus.
    if (command.name === 'open') return;
    const run = running.get(command.name)?.at(-1);
    if (!run) return;
    event.preventDefault();
    run();
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));
