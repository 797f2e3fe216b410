/** A slow stream of customer messages over HTTP. */
import { ASIDES, CUSTOMERS, emailOf, PASSWORD, TALKS } from './cast.ts';

const EVERY_MS = 12_000;
const PRESENT = 8;

interface Guest {
  name: string;
  cookie: string;
}

/** Starts the stream; the returned function stops it. */
export async function streamCustomers(url: string, random: () => number): Promise<() => void> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const call = (path: string, body: unknown, cookie = '') =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...(cookie && { cookie }) },
      body: JSON.stringify(body),
    });

  const guests: Guest[] = [];
  for (const name of CUSTOMERS.slice(1, PRESENT + 1)) {
    const answer = await call('/api/auth/login', { email: emailOf(name), password: PASSWORD });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie) guests.push({ name, cookie });
  }

  async function say() {
    const guest = pick(guests);
    if (!guest) return;
    const answer = await fetch(`${url}/api/tickets?active=true&limit=5`, {
      headers: { cookie: guest.cookie, 'sec-fetch-site': 'same-origin' },
    });
    const { items } = (await answer.json()) as { items: { id: string }[] };
    const [ticket, talk] = [pick(items), pick(TALKS)];
    if (ticket && random() < 0.7)
      await call(`/api/tickets/${ticket.id}/messages`, { body: pick(ASIDES) }, guest.cookie);
    else if (talk) await call('/api/tickets', { subject: talk.subject, body: talk.lines[0] }, guest.cookie);
  }

  // Failed calls are ignored, for example while the demo stops.
  const timer = setInterval(() => void say().catch(() => {}), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
