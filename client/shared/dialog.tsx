import { type JSX, onCleanup, onMount } from 'solid-js';

const STOPS = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled)';

interface Props {
  /** The id of its heading; or `label`, where it has none. */
  labelledby?: string;
  label?: string | undefined;
  class?: string | undefined;
  /** Once it is closed, however that came. */
  close: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Closes it from inside. */
  ref?: (shut: () => void) => void;
  /** A `<form method="dialog">` in it closes it. */
  children: JSX.Element;
}

/**
 * Open as long as it is shown; it takes the focus, keeps it, and gives it back. Modal to a person and to a screen reader,
 * and a popover to the browser: `showModal` makes the page inert, and styles all of a long one anew for that.
 */
export function Dialog(props: Props) {
  let cover!: HTMLDivElement;
  let panel!: HTMLDivElement;
  let at: HTMLElement | null = null;
  /** At once, and not when the browser tells of it: the next key is for what is under it. */
  function shut() {
    cover.hidePopover();
    props.close();
  }
  const stops = () => [...panel.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());

  /** The tab key goes round in it. */
  function pressed(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) {
      event.preventDefault();
      shut();
    }
    if (event.key !== 'Tab') return;
    const all = stops();
    const [edge, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (document.activeElement !== edge && document.activeElement !== panel) return;
    event.preventDefault();
    other?.focus();
  }
  /** Whatever else is given the focus meanwhile, such as by an answer that was still on its way, gives it back. */
  function keepFocus({ target }: FocusEvent) {
    if (!(target instanceof HTMLElement)) return;
    if (cover.contains(target)) at = target;
    else if (cover.matches(':popover-open')) (at?.isConnected ? at : panel).focus();
  }

  onMount(() => {
    document.addEventListener('focusin', keepFocus);
    cover.showPopover();
    if (!cover.contains(document.activeElement)) (stops()[0] ?? panel).focus();
    props.ref?.(shut);
  });
  onCleanup(() => {
    document.removeEventListener('focusin', keepFocus);
    cover.hidePopover();
  });

  return (
    <div
      ref={cover}
      class="cover"
      popover="auto"
      data-part="dialog"
      onToggle={(event) => event.newState === 'closed' && props.close()}
      onClick={(event) => event.target === cover && shut()}
      onKeyDown={pressed}
      on:submit={(event) => event.target instanceof HTMLFormElement && event.target.method === 'dialog' && shut()}
    >
      <div
        ref={panel}
        class={`dialog ${props.class ?? ''}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={props.labelledby}
        aria-label={props.label}
        tabindex="-1"
        onKeyDown={(event) => props.onKeyDown?.(event)}
      >
        {props.children}
      </div>
    </div>
  );
}
