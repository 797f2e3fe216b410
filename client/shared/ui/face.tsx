import { initialsOf } from '../graphemes.ts';

/** Initials on a plain colour, never a random one. The name stands beside it or in `title`. */
export function Face(props: { name: string; title?: string; class?: string | undefined }) {
  return (
    <span class={`face ${props.class ?? ''}`} title={props.title} aria-hidden="true">
      {initialsOf(props.name)}
    </span>
  );
}
