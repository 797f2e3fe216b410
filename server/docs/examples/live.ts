// Prints each message of a ticket as it comes.
// npm install openapi-fetch socket.io-client
// npx openapi-typescript https://desk.example/api/openapi.json -o answerback.ts
import createClient from 'openapi-fetch';
import { io } from 'socket.io-client';
import type { components, paths } from './answerback.ts';

type Schemas = components['schemas'];
const SERVER = 'https://desk.example';
const { EMAIL = '', PASSWORD = '', TICKET = '' } = process.env;

let token = '';
const api = createClient<paths>({ baseUrl: SERVER });
api.use({ onRequest: ({ request }) => request.headers.set('Authorization', `Bearer ${token}`) });

function answerOf<T>({ data, error }: { data?: T; error?: Schemas['Error'] }): T {
  if (data === undefined) throw new Error(`${error?.error.code}: ${error?.error.message}`);
  return data;
}

async function signIn() {
  ({ token } = answerOf(await api.POST('/api/auth/token', { body: { email: EMAIL, password: PASSWORD } })));
}

async function start() {
  const { cursor, epoch, listsAt } = answerOf(await api.GET('/api/snapshot'));
  const { position } = answerOf(await api.GET('/api/tickets/{id}/events', { params: { path: { id: TICKET } } }));
  // `last` is the id of the last event that was applied: at first the newest one.
  return { cursor, epoch, listsAt, last: position };
}

await signIn();
let place = await start();
/** Live facts wait here for the answer to `sync`. */
let held: Schemas['Facts'][] | null = [];

const socket = io(SERVER, { auth: (use) => use({ token }) });
socket.on('connect', async () => {
  held = [];
  const { last, ...since } = place;
  const answer = await socket.emitWithAck('sync', { ...since, watching: [{ ticketId: TICKET, after: last }] });
  if (!answer.ok) throw new Error(answer.error.message);
});
socket.on('facts', (facts: Schemas['Facts']) => {
  if (held) held.push(facts);
  else apply(facts);
});
socket.on('caught-up', (facts: Schemas['Facts']) => {
  [facts, ...(held ?? [])].forEach(apply);
  held = null;
  console.log('live');
});
socket.on('resync', async () => {
  place = await start();
  socket.disconnect().connect();
});

// Socket.IO connects again by itself, unless the server closed or refused the connection: a token lasts 15 minutes.
socket.on('disconnect', (reason) => reason === 'io server disconnect' && again());
socket.on('connect_error', () => socket.active || again());
function again() {
  setTimeout(() => void signIn().then(() => socket.connect(), again), 1_000);
}

function apply(facts: Schemas['Facts']) {
  for (const event of facts.events) {
    // The same event may come twice; one that is not newer was applied before.
    if (event.ticketId !== TICKET || event.id <= place.last) continue;
    if (event.type === 'message.sent') show(event.message);
    place.last = event.id;
  }
  place.cursor = facts.cursor ?? place.cursor;
  place.listsAt = facts.listsAt ?? place.listsAt;
}

function show({ seq, author, body }: Schemas['Message']) {
  console.log(seq, `${author.name}:`, body);
}
