import { Show } from 'solid-js';
import { initialsOf } from '../graphemes.ts';

interface Props {
  of: { name: string; picture?: string | null };
  title?: string;
  class?: string | undefined;
}

/** A picture over the initials, which show until it is there, and without one. The name stands beside it or in `title`. */
export function Face(props: Props) {
  return (
    <span class={`face ${props.class ?? ''}`} title={props.title} aria-hidden="true">
      {initialsOf(props.of.name)}
      <Show when={props.of.picture}>{(at) => <img src={at()} alt="" />}</Show>
    </span>
  );
}
