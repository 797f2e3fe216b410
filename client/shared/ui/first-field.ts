import { onMount } from 'solid-js';

/** The `ref` of a form that is a page of its own: whoever arrives there types at once. */
export const typeAtOnce = (form: HTMLElement) =>
  onMount(() => form.querySelector<HTMLInputElement>('input:not([tabindex])')?.focus());
