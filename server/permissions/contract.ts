import * as v from 'valibot';
import { givenRights, rights } from '../people/contract.ts';

/** All rights of a role. */
export const ofRole = v.object({ rights });
/** The new rights; an area that is not named gets none. */
export const setOfRole = v.strictObject({ rights: givenRights });

export const ofPerson = v.object({
  role: v.string(),
  /** Their own rows, each instead of the role's row for its area; an empty one takes everything there. */
  own: rights,
  /** What they may do, by their own rows and else by their role. */
  rights,
});
/** Their new own rows; for an area that is not named the role decides. */
export const setOfPerson = v.strictObject({ own: givenRights });
