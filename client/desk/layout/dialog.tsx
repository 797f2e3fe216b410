import { type JSX, onMount } from 'solid-js';

/** A native dialog that is open as long as it is shown; it takes the focus, and gives it back. */
export function Dialog(props: {
  labelledby: string;
  class?: string | undefined;
  close: () => void;
  children: JSX.Element;
}) {
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  return (
    <dialog
      ref={dialog}
      class={props.class}
      aria-labelledby={props.labelledby}
      onClose={() => props.close()}
      // A click beside it, on the backdrop, is the only one that hits the dialog itself.
      onClick={(event) => event.target === dialog && dialog.close()}
    >
      {props.children}
    </dialog>
  );
}
