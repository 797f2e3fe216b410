/** Moves picked files that are not sent yet when their conversation continues in another ticket. */
import { keep } from '../keep.ts';

/** The keys of the stored files begin with it. */
export const FILES = 'files:';

export interface Move {
  from: string;
  to: string;
  ticketId: string;
}

let follow: ((move: Move) => void) | null = null;

/** Registers the function that moves files that are not uploaded yet. `tray.ts` calls it, which loads with the first conversation. */
export const onMoveFiles = (next: typeof follow) => (follow = next);

/** Moves the files of one draft to another, unless files are there. Both are keys of drafts. */
export function moveFiles(move: Move) {
  const stored = keep.get(FILES + move.from);
  if (keep.get(FILES + move.to) !== null) return;
  if (stored !== null) {
    keep.set(FILES + move.to, stored);
    keep.remove(FILES + move.from);
  }
  follow?.(move);
}
