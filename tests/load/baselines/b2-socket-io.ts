/** B2: a bare Socket.IO room. `POST /emit?n=` emits n frames of the body to everybody, one after another. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server } from 'socket.io';

const server = createServer();
const io = new Server(server, { perMessageDeflate: false, httpCompression: false, serveClient: false });
io.on('connection', (socket) => {
  socket.on('sync', async () => {
    await socket.join('all');
    socket.emit('caught-up', {});
  });
});
async function emit(request: IncomingMessage, response: ServerResponse) {
  if (request.url?.startsWith('/socket.io/')) return;
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const facts: unknown = JSON.parse(Buffer.concat(parts).toString());
  const n = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n'));
  for (let i = 0; i < n; i += 1) io.to('all').emit('facts', facts);
  response.writeHead(204, { 'content-length': 0 }).end();
}
server.on('request', (request, response) => void emit(request, response));
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => process.exit(0));
