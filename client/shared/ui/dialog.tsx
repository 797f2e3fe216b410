import { type JSX, onCleanup, onMount } from 'solid-js';

const STOPS = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled, [tabindex="-1"])';

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
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      // 229: it ends a composition, in browsers that end it before they say so.
      if (!event.isComposing && event.keyCode !== 229) shut();
    }
    if (event.key !== 'Tab') return;
    const all = stops();
    const here = all.findIndex((stop) => stop === document.activeElement);
    if (event.shiftKey ? here > 0 : here < all.length - 1) return;
    event.preventDefault();
    all.at(event.shiftKey ? -1 : 0)?.focus();
  }
  /** Whatever else is given the focus meanwhile, such as by an answer that was still on its way, gives it back. */
  function keepFocus({ target }: FocusEvent) {
    if (!(target instanceof HTMLElement)) return;
    if (cover.contains(target)) at = target;
    else if (cover.matches(':popover-open')) {
      at?.focus();
      // It may be gone by now, or off while its form is on its way.
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
