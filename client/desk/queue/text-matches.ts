/** The tickets in which the server found a text, because rows hold no message text. */
import { createSignal } from 'solid-js';

const KEPT_MOST = 5;

const [found, setFound] = createSignal<ReadonlyMap<string, ReadonlySet<string>>>(new Map());

export const matchesText = (q: string, ticketId: string) => found().get(q)?.has(ticketId) ?? false;

export function addTextMatches(q: string, ticketIds: string[]) {
  setFound((all) => {
    const others = [...all].filter(([text]) => text !== q).slice(1 - KEPT_MOST);
    return new Map([...others, [q, new Set([...(all.get(q) ?? []), ...ticketIds])]]);
  });
}
