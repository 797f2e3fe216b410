import { For } from 'solid-js';

/** A mail address breaks after its `@` and its dots only, as long as a part of it fits into a line. */
export const MailAddress = (props: { of: string }) => (
  <span dir="ltr">
    <For each={props.of.split(/(?<=[@.])/u)}>
      {(part) => (
        <>
          {part}
          <wbr />
        </>
      )}
    </For>
  </span>
);
