/** Loads older and newer pages of an open conversation, one request at a time for each. */
import { api } from '../api.ts';
import type { Store } from './store.ts';
import { applyPage, applyRow, type EventPage, type State } from './timeline.ts';

/** Loaded on demand: few conversations are opened in the middle. */
export const middle = () => import('./timeline-around.ts');

export function createPages(store: Store) {
  const loading = new Map<string, Promise<void>>();

  function once(key: string, load: () => Promise<EventPage>, apply: (state: State, page: EventPage) => State) {
    const known = loading.get(key);
    if (known) return known;
    const work = load()
      .then((page) => store.change((state) => apply(state, page)))
      .finally(() => loading.delete(key));
    loading.set(key, work);
    return work;
  }
  const open = (state: State | null, ticketId: string) => state?.open[ticketId];

  return {
    olderPage(ticketId: string): Promise<void> {
      const before = open(store.current(), ticketId)?.olderBefore;
      if (!before) return Promise.resolve();
      // The conversation was opened at another place meanwhile: this page does not belong to it.
      return once(
        `${ticketId}<${before}`,
        () => api.events(ticketId, { before }),
        (state, page) =>
          open(state, ticketId)?.olderBefore === before ? applyPage(state, page) : applyRow(state, page.row),
      );
    },
    async newerPage(ticketId: string): Promise<void> {
      const after = open(store.current(), ticketId)?.newerAfter;
      if (!after) return;
      const { applyNewerPage } = await middle();
      await once(
        `${ticketId}>${after}`,
        () => api.events(ticketId, { after }),
        (state, page) => applyNewerPage(state, page, after),
      );
    },
  };
}
