import { createSignal } from 'solid-js';

/** Moves with every hold that this page sets, so that the notice beside the conversation is read again. */
export const [holdsChanged, setHoldsChanged] = createSignal(0);
