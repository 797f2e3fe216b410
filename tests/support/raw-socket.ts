import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * A Socket.IO client by hand: RFC 6455 frames, Engine.IO 4 packets and Socket.IO 5 messages over a plain TCP socket, as
 * far as this server speaks them (text frames, unfragmented). It costs next to nothing, so a load generator can hold
 * thousands, and it can stop reading, which no client library does.
 */
export interface RawSocket {
  /** An event without an acknowledgement, such as `['typing', {…}]`. */
  emit(message: unknown[]): void;
  /** From now on nothing is read, and the kernel's buffers fill. */
  stopReading(): void;
  /** Resolves when the other side has closed. */
  closed: Promise<void>;
  close(): void;
}

interface Options {
  url: string;
  cookie: string;
  /** Each message as it came, such as `["facts",{…}]`. */
  onMessage?: (text: string) => void;
}

export async function openRawSocket({ url, cookie, onMessage = () => {} }: Options): Promise<RawSocket> {
  const { hostname, port, host } = new URL(url);
  const tcp = connect(Number(port), hostname);
  tcp.setNoDelay(true);
  await once(tcp, 'connect');
  const closed = new Promise<void>((resolve) => tcp.once('close', () => resolve()));
  tcp.on('error', () => {});
  const key = randomBytes(16).toString('base64');
  const head = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
    `Origin: ${url}`,
    `Cookie: ${cookie}`,
  ];
  tcp.write(`${head.join('\r\n')}\r\n\r\n`);

  const send = (text: string) => tcp.write(frameOf(text));
  await new Promise<void>((resolve, reject) => {
    const read = createReader((packet) => {
      if (packet[0] === '2') send('3');
      else if (packet[0] === '0') send('40');
      else if (packet.startsWith('40')) resolve();
      else if (packet.startsWith('44')) reject(new Error(`Refused: ${packet.slice(2)}`));
      else if (packet.startsWith('42')) onMessage(packet.slice(2));
    });
    tcp.on('data', read);
    void closed.then(() => reject(new Error('The socket was closed before it was open.')));
  });
  return {
    emit: (message) => send(`42${JSON.stringify(message)}`),
    stopReading: () => tcp.pause(),
    closed,
    close: () => tcp.destroy(),
  };
}

/** A masked text frame, as a client must send it. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const frame = Buffer.allocUnsafe((long ? 8 : 6) + payload.length);
  frame[0] = 0x81;
  frame[1] = 0x80 | (long ? 126 : payload.length);
  if (long) frame.writeUInt16BE(payload.length, 2);
  // A mask of zeros is a mask.
  frame.fill(0, long ? 4 : 2, long ? 8 : 6);
  payload.copy(frame, long ? 8 : 6);
  return frame;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Cuts the stream into the text of its frames, past the answer to the upgrade. */
function createReader(onText: (text: string) => void) {
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;
  return (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return;
      upgraded = true;
      rest = rest.subarray(end + END_OF_HEAD.length);
    }
    for (let frame = nextFrame(rest); frame; frame = nextFrame(rest)) {
      rest = rest.subarray(frame.end);
      if (frame.isText) onText(frame.payload.toString());
    }
  };
}

function nextFrame(bytes: Buffer) {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = start + length;
  if (bytes.length < end) return null;
  return { end, isText: ((bytes[0] ?? 0) & 0x0f) === 1, payload: bytes.subarray(start, end) };
}
