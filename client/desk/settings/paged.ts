import { createSignal } from 'solid-js';

interface Page<T> {
  items: T[];
  next: string | null;
}

/** A list that is read page by page. `load(null)` begins it anew, such as with other filters. */
export function createPaged<T>(read: (cursor: string | null) => Promise<Page<T>>) {
  const [items, setItems] = createSignal<T[] | null>(null);
  const [next, setNext] = createSignal<string | null>(null);
  const [failed, setFailed] = createSignal(false);
  /** Of several loads only the newest counts. */
  let turn = 0;

  async function load(cursor: string | null) {
    const own = ++turn;
    try {
      const page = await read(cursor);
      if (own !== turn) return;
      setItems((before) => (cursor ? [...(before ?? []), ...page.items] : page.items));
      setNext(page.next);
      setFailed(false);
    } catch {
      if (own === turn) setFailed(true);
    }
  }
  return { items, next, failed, fail: () => void setFailed(true), load };
}
export type Paged<T> = ReturnType<typeof createPaged<T>>;
