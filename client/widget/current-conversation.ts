/** The conversation on the screen, stored so that the next page of the site shows the same one. */
import { keep } from '../shared/keep.ts';
import { owner } from './site.ts';

const NAME = `${owner}:current`;
/** Instead of an id: a conversation that has not begun. */
export const NEW = 'new';

export const place = {
  get: () => keep.get(NAME),
  set: (ticketId: string) => keep.set(NAME, ticketId),
};
export const draftKeyOf = (ticketId: string | null) => `${owner}:${ticketId ?? NEW}:message`;
