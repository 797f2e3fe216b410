import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Reply {
  status: number;
  body: string;
}

/** One keep-alive connection, one request at a time, as little work as can be: the generator must not be the limit. */
export interface HttpConnection {
  request(method: string, path: string, options?: { cookie?: string; body?: string }): Promise<Reply>;
  close(): void;
}

export async function openHttp(url: string): Promise<HttpConnection> {
  const { hostname, port, host } = new URL(url);
  const tcp = connect(Number(port), hostname);
  tcp.setNoDelay(true);
  await once(tcp, 'connect');
  const read = replies(tcp);
  return {
    async request(method, path, { cookie, body } = {}) {
      const reply = read();
      tcp.write(
        `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${url}\r\n` +
          (cookie ? `Cookie: ${cookie}\r\n` : '') +
          (body === undefined
            ? '\r\n'
            : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
      );
      return reply;
    },
    close: () => tcp.destroy(),
  };
}

/** Calls out the next reply of the connection; rejects when it breaks first. */
function replies(tcp: Socket): () => Promise<Reply> {
  let rest = '';
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;
  let broken = false;
  tcp.setEncoding('latin1');
  tcp.on('data', (chunk: string) => {
    rest += chunk;
    const found = replyIn(rest);
    if (!found || !waiting) return;
    rest = rest.slice(found.end);
    const { resolve } = waiting;
    waiting = null;
    resolve(found.reply);
  });
  const fail = () => {
    broken = true;
    waiting?.reject(new Error('The connection broke.'));
    waiting = null;
  };
  tcp.on('error', fail);
  tcp.on('close', fail);
  return () =>
    new Promise((resolve, reject) => {
      if (broken) reject(new Error('The connection is broken.'));
      else waiting = { resolve, reject };
    });
}

function replyIn(text: string): { reply: Reply; end: number } | null {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const status = Number(text.slice(9, 12));
  const start = head + 4;
  const length = /\r\ncontent-length: (\d+)/iu.exec(text.slice(0, start))?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return text.length < end ? null : { reply: { status, body: text.slice(start, end) }, end };
  }
  if (!/\r\ntransfer-encoding: chunked/iu.test(text.slice(0, start)))
    return { reply: { status, body: '' }, end: start };
  const last = text.indexOf('0\r\n\r\n', start);
  return last < 0 ? null : { reply: { status, body: chunks(text.slice(start, last)) }, end: last + 5 };
}

function chunks(text: string): string {
  let body = '';
  for (let at = 0; at < text.length;) {
    const line = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, line), 16);
    body += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
  return body;
}
