/** Encodes what the server sends, with the same bytes as Socket.IO's own encoder. */
import * as parser from 'socket.io-parser';

/**
 * Answerback sends no binary data. Socket.IO's encoder searches every object for binary data, which took 3 µs per message,
 * half as long as JSON.stringify.
 */
class TextEncoder {
  encode({ type, nsp, id, data }: parser.Packet): string[] {
    const space = nsp === '/' ? '' : `${nsp},`;
    return [`${type}${space}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

/** Decoding stays Socket.IO's own. */
export const packets = { ...parser, Encoder: TextEncoder };
