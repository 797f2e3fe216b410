import { type JSX, Show } from 'solid-js';
import type { DeskAssist } from './assist.ts';
import { BlanksShown } from './blanks-shown.tsx';

/** Shows suggestions over the box and blanks behind it. */
export function Layer(props: { assist: DeskAssist; children: JSX.Element }) {
  return (
    <>
      <Show when={props.assist.query() !== null}>{props.children}</Show>
      <Show when={props.assist.unfilled() !== null && props.assist.box()}>
        {(box) => <BlanksShown box={box()} text={props.assist.unfilled() ?? ''} />}
      </Show>
    </>
  );
}
