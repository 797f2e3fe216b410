import { createSignal } from 'solid-js';
import { ApiError } from '../../shared/request.ts';

/** What a page reads from the server. It stays until the next answer, and goes if the server has it no more. */
export function createLoaded<T>(read: () => Promise<T>) {
  const [value, setValue] = createSignal<T | null>(null);
  const [trouble, setTrouble] = createSignal<'missing' | 'failed' | null>(null);
  const put = (now: T | null) => void setValue(() => now);
  const load = () => {
    setTrouble(null);
    read().then(put, (error: unknown) => {
      const isMissing = error instanceof ApiError && error.status === 404;
      if (isMissing) put(null);
      setTrouble(isMissing ? 'missing' : 'failed');
    });
  };
  return { value, put, trouble, load };
}
export type Loaded<T> = ReturnType<typeof createLoaded<T>>;
