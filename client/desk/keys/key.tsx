import { For } from 'solid-js';
import type { CommandId } from '../commands.ts';
import { activeKeysOf, capsOf } from './keymap.ts';

/** The person's key of a command, printed on a control; empty when there is none. */
export const Key = (props: { of: CommandId }) => <Caps keys={activeKeysOf(props.of)} />;

export const Caps = (props: { keys: string }) => <For each={capsOf(props.keys)}>{(cap) => <kbd>{cap}</kbd>}</For>;
