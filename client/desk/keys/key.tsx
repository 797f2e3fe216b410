import { For } from 'solid-js';
import type { CommandId } from '../commands.ts';
import { activeKeysOf, capsOf } from './keymap.ts';
import { areCharacters } from './notation.ts';

/** The person's key of a command, printed on a control; empty when there is none. */
export const Key = (props: { of: CommandId }) => {
  const keys = () => activeKeysOf(props.of);
  return (
    <For each={capsOf(keys())}>
      {(cap) => (
        // In a box it would be a letter, so the style sheet hides it while one has the focus.
        <kbd data-letter={areCharacters(keys()) ? '' : undefined}>{cap}</kbd>
      )}
    </For>
  );
};

export const Caps = (props: { keys: string }) => <For each={capsOf(props.keys)}>{(cap) => <kbd>{cap}</kbd>}</For>;
