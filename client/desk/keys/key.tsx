import { For } from 'solid-js';
import type { CommandId } from '../commands.ts';
import { activeKeysOf, capsOf } from './keymap.ts';

/** The key of a command, on the control that does the same: as this person has it, or nothing. */
export const Key = (props: { of: CommandId }) => <Caps keys={activeKeysOf(props.of)} />;

export const Caps = (props: { keys: string }) => <For each={capsOf(props.keys)}>{(cap) => <kbd>{cap}</kbd>}</For>;
