/** The text of a message without marks, for lists that are shown before the code that reads marks is there. */
import { createSignal } from 'solid-js';

const MAY_BE_MARKED = /[*_~`>\n]|^\s*(?:[-•]|\d+[.)])\s/u;
const [plain, setPlain] = createSignal((body: string) => body);
let loading: Promise<unknown> | null = null;

/** Until the code is loaded, a text that may hold marks is shown as it was written. */
export function plainLater(body: string): string {
  if (!MAY_BE_MARKED.test(body)) return body;
  loading ??= import('./text.ts').then(
    (text) => setPlain(() => text.plain),
    // The connection broke: the next text tries again.
    () => (loading = null),
  );
  return plain()(body);
}
