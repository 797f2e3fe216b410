import { ApiError } from '../request.ts';

/** What a sign-in still asks for after the password: `details` of the error `second_step`. */
export interface Asked {
  pending: string;
  mustEnrol: boolean;
}

/** For `catch`: tells `set` what is asked and answers null; throws every other error again. */
export const askedBy = (set: (asked: Asked) => void) => (error: unknown) => {
  if (!(error instanceof ApiError) || error.code !== 'second_step') throw error;
  const { pending, ways } = error.details;
  set({ pending: String(pending), mustEnrol: Array.isArray(ways) && ways.includes('enrol') });
  return null;
};
