import { onMount } from 'solid-js';

/** For the `ref` of a form that is a whole page: its first field gets the focus, so that a person can type at once. */
export const typeAtOnce = (form: HTMLElement) =>
  onMount(() => form.querySelector<HTMLInputElement>('input:not([tabindex])')?.focus());
