/** The conversation on the screen, stored so that the next page of the site shows the same one. */
import { keep } from '../shared/keep.ts';
import { isWriting } from '../shared/ui/box.ts';
import { owner } from './site.ts';

const NAME = `${owner}:current`;
/** Instead of an id: a conversation that has not begun. */
export const NEW = 'new';

export const place = {
  get: () => keep.get(NAME),
  set: (ticketId: string) => keep.set(NAME, ticketId),
};
/**
 * The conversation that this browser's first message began. First messages of other tabs join it; a conversation that is
 * begun on purpose does not.
 */
const FIRST = `${owner}:first`;
export const first = {
  get: () => keep.get(FIRST),
  set: (ticketId: string) => keep.set(FIRST, ticketId),
  forget: () => keep.remove(FIRST),
};

/** The message box, and whether there is something in it: the stored draft is a quarter of a second older. */
export const writing = {
  box: undefined as HTMLTextAreaElement | undefined,
  isBegun: () => (writing.box?.value ?? '') !== '' || isWriting(),
};
export const draftKeyOf = (ticketId: string | null) => `${owner}:${ticketId ?? NEW}:message`;
