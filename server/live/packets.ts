/** How what goes down the sockets is written: the same bytes as Socket.IO writes. */
import * as parser from 'socket.io-parser';

/**
 * Nothing that is sent holds bytes. Socket.IO's own encoder walks through every object to see whether it does, which took
 * half as long as writing its JSON: 3 µs of a message.
 */
class TextEncoder {
  encode({ type, nsp, id, data }: parser.Packet): string[] {
    const space = nsp === '/' ? '' : `${nsp},`;
    return [`${type}${space}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

/** What is sent up is read as Socket.IO reads it. */
export const packets = { ...parser, Encoder: TextEncoder };
