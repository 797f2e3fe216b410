/** `refused`: the server would not call this. `timed_out`: no answer in time. `stopped`: the caller ended the call. */
export type OutboundCode =
  | 'refused'
  | 'unknown_host'
  | 'timed_out'
  | 'stopped'
  | 'certificate'
  | 'connection'
  | 'garbled';

/** A call without an answer. The message is for people, and names no address that a name resolved to. */
export class OutboundError extends Error {
  override name = 'OutboundError';
  readonly code: OutboundCode;

  constructor(code: OutboundCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
