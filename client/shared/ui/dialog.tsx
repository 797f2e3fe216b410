import { type JSX, onCleanup, onMount } from 'solid-js';

const STOPS = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled, [tabindex="-1"])';

interface Props {
  /** The id of the heading, or `label` when there is none. */
  labelledby?: string;
  label?: string | undefined;
  class?: string | undefined;
  /** Called after closing, in whichever way. */
  close: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Receives a function that closes the dialog. */
  ref?: (shut: () => void) => void;
  /** A `<form method="dialog">` inside closes the dialog. */
  children: JSX.Element;
}

/**
 * Open as long as it is mounted; it takes the focus, keeps it and returns it. A modal for people and screen readers,
 * but a popover for the browser: `showModal` makes the page inert, and restyles all of a long page for that.
 */
export function Dialog(props: Props) {
  let cover!: HTMLDivElement;
  let panel!: HTMLDivElement;
  let at: HTMLElement | null = null;
  /** Closes at once, before the browser's event: the next key belongs to the page below. */
  function shut() {
    cover.hidePopover();
    props.close();
  }
  const stops = () => [...panel.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());

  /** Keeps the tab key inside the dialog. */
  function pressed(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      // 229: some browsers end a composition before they report this key.
      if (!event.isComposing && event.keyCode !== 229) shut();
    }
    if (event.key !== 'Tab') return;
    const all = stops();
    const here = all.findIndex((stop) => stop === document.activeElement);
    if (event.shiftKey ? here > 0 : here < all.length - 1) return;
    event.preventDefault();
    all.at(event.shiftKey ? -1 : 0)?.focus();
  }
  /** Takes the focus back when another element gets it, for example from an answer that arrives late. */
  function keepFocus({ target }: FocusEvent) {
    if (!(target instanceof HTMLElement)) return;
    if (cover.contains(target)) at = target;
    else if (cover.matches(':popover-open')) {
      at?.focus();
      // The element may be removed, or disabled while its form is being sent.
      if (!cover.contains(document.activeElement)) (stops()[0] ?? panel).focus();
    }
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
