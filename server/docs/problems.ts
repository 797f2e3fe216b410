import { ERROR_CODES } from '../error-codes.ts';

/** The name of the response component for each status of an error. */
export const PROBLEMS = {
  400: 'Malformed',
  401: 'SignedOut',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  412: 'ChangedSince',
  413: 'TooLarge',
  415: 'WrongType',
  416: 'BeyondEnd',
  422: 'Invalid',
  429: 'TooMany',
  500: 'Internal',
  503: 'Unavailable',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

export const codesOf = (status: number) => Object.entries(ERROR_CODES).filter(([, [of]]) => of === status);

/** One response for each status, with every code that comes with it. */
export const errorResponses = () =>
  Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, name]) => {
      const codes = codesOf(Number(status));
      const [first] = codes;
      const response = {
        description: codes.map(([code, [, when]]) => `\`${code}\`: ${when}`).join('\n\n'),
        ...(codes.some(([code]) => TELLS_WHEN.has(code)) && { headers: { 'Retry-After': RETRY_AFTER } }),
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            ...(first && { example: { error: { code: first[0], message: first[1][1] } } }),
          },
        },
      };
      return [name, response];
    }),
  );

const TELLS_WHEN = new Set<string>(['too_many', 'busy', 'stopping']);
const RETRY_AFTER = { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } };
