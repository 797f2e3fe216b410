import { Show } from 'solid-js';
import { later } from '../../shared/later.ts';
import type { Asked } from '../../shared/sign-in/asked.ts';

// Few people have a second step, and the first page should paint without it.
const SecondStep = later(async () => (await import('../../shared/sign-in/second-step.tsx')).SecondStep);

/** What a sign-in asks for after the password. */
export const Second = (props: {
  asked: Asked | null;
  done: (me: { kind: 'staff' | 'customer' }) => void;
  again: () => void;
}) => (
  <Show when={props.asked} keyed>
    {(asked) => <SecondStep asked={asked} done={props.done} again={props.again} missing={props.again} />}
  </Show>
);
