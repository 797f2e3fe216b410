import { sha256 } from '../../db/ids.ts';
import { badCursor } from '../errors.ts';

/**
 * The cursor of a list in one order: the place where the next page begins, and a mark of what the list is of and filtered by.
 * With other filters a place would skip rows or repeat them.
 */
export const cursorAt = (place: string, bind: readonly unknown[]) => `${place}.${markOf(bind)}`;

/** Throws 400 `bad_cursor` for everything that `cursorAt` did not make of the same list. */
export function placeIn(cursor: string, bind: readonly unknown[]): string {
  const [place = '', mark, ...more] = cursor.split('.');
  if (place === '' || mark !== markOf(bind) || more.length > 0) throw badCursor();
  return place;
}

const markOf = (bind: readonly unknown[]) => sha256(JSON.stringify(bind)).slice(0, 8);
