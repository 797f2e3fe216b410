import { uuidv7 } from '../../db/ids.ts';
import type { Message } from '../../server/messages/contract.ts';
import type { Person } from './person.ts';

/** Sends as our own clients do: one id, and again until there is an answer. `through` is where to, such as a proxy. */
export async function insist(
  person: Person,
  { ticketId, body, through = person.url }: { ticketId: string; body: string; through?: string },
): Promise<Message> {
  const id = uuidv7();
  for (let attempt = 1; attempt <= 200; attempt += 1) {
    try {
      const response = await fetch(`${through}/api/tickets/${ticketId}/messages`, {
        method: 'POST',
        headers: { origin: person.url, ...person.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ id, body }),
      });
      if (response.ok) return (await response.json()) as Message;
      if (response.status !== 503) throw new Refused(`${response.status} ${await response.text()}`);
    } catch (error) {
      if (error instanceof Refused) throw error;
      // The answer was lost, or the server is away: the same id goes again.
      await new Promise((turn) => setTimeout(turn, 5 + attempt));
    }
  }
  throw new Error('There was no answer in 200 attempts.');
}

class Refused extends Error {}
