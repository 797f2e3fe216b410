import { createSignal } from 'solid-js';

/** The id of the first row on the screen, which Enter opens when no row has the focus; changes that wait do not move it. */
export const [firstShown, setFirstShown] = createSignal<string | null>(null);
