import type { ErrorBody } from './contract.ts';
import type { ErrorCode, StatusOf } from './error-codes.ts';

type Details = {
  fields?: Record<string, string>;
  details?: Record<string, unknown>;
  retryAfterSeconds?: number;
  /** Of the answer, beside its body. */
  headers?: [string, string][];
};

/** The only error whose code and message reach the client. `code` is part of the contract; `message` is for people. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override name = 'AppError';
  readonly status: StatusOf<C>;
  readonly code: C;
  readonly extra: Details;

  constructor(status: StatusOf<C>, code: C, message: string, extra: Details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }

  get body(): ErrorBody {
    const { fields, details } = this.extra;
    return {
      error: { code: this.code, message: this.message, ...(fields && { fields }), ...(details && { details }) },
    };
  }
}

export const staffAtPortal = () =>
  new AppError(403, 'staff_at_portal', 'This address is for customers. You are signed in as staff: go to /desk.');
export const signedOut = () => new AppError(401, 'signed_out', 'You are signed out. Sign in again.');
export const tokenExpired = () =>
  new AppError(401, 'token_expired', 'This token has expired. Get a new one, and send the request again.');
export const forbidden = (message = 'Your role does not allow this.', details?: Record<string, unknown>) =>
  new AppError(403, 'forbidden', message, { ...(details && { details }) });
/** For things that do not exist and things that the actor may not see: the two must look the same. */
export const notFound = () => new AppError(404, 'not_found', 'This does not exist, or you may not see it.');
/** For a visitor whom staff blocked; the widget shows its own text. */
export const blocked = () => new AppError(403, 'visitor.blocked', 'You can no longer write here.');
export const noOrigin = () =>
  new AppError(
    403,
    'no_origin',
    'Send the header Origin with the address of this server, or a token in Authorization.',
  );
export const unknownEvent = (known: string[]) =>
  new AppError(404, 'unknown_event', `There is no such event. Emit one of: ${known.join(', ')}.`);
export const badCursor = () =>
  new AppError(
    400,
    'bad_cursor',
    'Use the unchanged cursor of the previous page, with the same order and the same filters.',
  );
export const tooLate = () =>
  new AppError(409, 'messages.too_late', 'This can be changed for 15 minutes after it was written. Write another one.');
/** Each wrong field and what is wrong with it. */
export function invalidFields(fields: Record<string, string>) {
  const [first] = Object.entries(fields);
  const message = first ? `Please check ${first[0]}: ${first[1]}` : 'Please check what was sent.';
  return new AppError(422, 'invalid', message, { fields });
}
export const idReused = () =>
  new AppError(409, 'id_reused', 'This id was already used for something else. Create a new one.');
export const tooMany = (retryAfterSeconds: number, headers: [string, string][] = []) =>
  new AppError(429, 'too_many', `Too many attempts. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
    headers,
  });
export const diskFull = () =>
  new AppError(503, 'full', 'The server has no room to store this. Reading still works; try again later.');
export const storeBusy = () =>
  new AppError(503, 'busy', 'The server could not store this just now. Try again in a moment.', {
    retryAfterSeconds: 2,
  });
export const stopping = () =>
  new AppError(503, 'stopping', 'The server is restarting. Try again in a moment.', { retryAfterSeconds: 2 });
export const internalError: ErrorBody = {
  error: { code: 'internal', message: 'Something went wrong on the server. It was logged; try again.' },
};
