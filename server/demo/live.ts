import { io } from 'socket.io-client';
import { PASSWORD } from './cast.ts';
import type { Day } from './day.ts';

const EVERY_MS = 12_000;

/** Lets the day go on, one event at a time; the returned function stops it. */
export function startDay(day: Day, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void day.step().catch(onError), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Signs these people in at the desk, each with an open connection, so that the team sees them as present. */
export async function signInCrew(url: string, emails: string[]): Promise<() => void> {
  const sockets = await Promise.all(emails.map(async (email) => connectAs(url, await cookieOf(url, email))));
  return () => sockets.forEach((socket) => socket.disconnect());
}

async function cookieOf(url: string, email: string) {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

function connectAs(url: string, cookie: string) {
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie, origin: url }, forceNew: true });
  // A person is present once their client has synchronised. Nothing is read here, so every start is a first one.
  return socket.on('connect', () => socket.emit('sync', { cursor: 0, epoch: 'none', watching: [] }));
}
