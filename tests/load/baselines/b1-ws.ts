/** B1: a bare WebSocket fan-out, by the `ws` that Socket.IO itself stands on. It speaks as much Engine.IO as a viewer asks for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { WebSocket as Ws, WebSocketServer as WsServer } from 'ws';

// It comes with Socket.IO and is not a dependency of ours.
const fromEngine = createRequire(createRequire(import.meta.url).resolve('engine.io'));
const { WebSocketServer } = fromEngine('ws') as { WebSocketServer: typeof WsServer };

const server = createServer();
const sockets = new Set<Ws>();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket: Ws) => {
  socket.send('0{}');
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text === '40') socket.send('40{}');
    else if (text.startsWith('42["sync"')) {
      sockets.add(socket);
      socket.send('42["caught-up",{}]');
    }
  });
  socket.on('close', () => sockets.delete(socket));
});
async function emit(request: IncomingMessage, response: ServerResponse) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const frame = `42["facts",${Buffer.concat(parts).toString()}]`;
  const n = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n'));
  for (let i = 0; i < n; i += 1) for (const socket of sockets) socket.send(frame);
  response.writeHead(204, { 'content-length': 0 }).end();
}
server.on('request', (request, response) => void emit(request, response));
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => process.exit(0));
