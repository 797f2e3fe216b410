import * as contract from '../contract.ts';
import type { ClientToServer, ServerToClient } from '../contract.ts';
import { SOCKET_ACCESS } from '../live/sockets.ts';
import { show } from '../views/contract.ts';
import { jsonSchemaOf } from './json-schema.ts';

const SENT: Record<keyof ClientToServer, { what: string; schema: Parameters<typeof jsonSchemaOf>[0] }> = {
  sync: {
    what: 'Resume from a cursor. Send it on every connect, and hold live facts until `caught-up` or `resync` comes.',
    schema: contract.sync,
  },
  watch: {
    what: 'Hear every event of one ticket. The answer has the `events` since `after`, or `resync: true` if they are too many.',
    schema: contract.watch,
  },
  unwatch: { what: 'Stop hearing every event of a ticket.', schema: contract.unwatch },
  typing: { what: 'Say that you are writing. Repeat it every few seconds while you do.', schema: contract.typing },
  show: { what: 'Say which saved views are on the screen, to hear their counts.', schema: show },
};

const HEARD: Record<keyof ServerToClient, string> = {
  facts:
    'Changes: `events` in the order of their ids, whole `rows` (a greater `version` wins), and the `cursor` to resume from.',
  'caught-up': 'The answer to `sync`: what you missed, in the shape of `facts`.',
  resync: 'Load `GET /api/snapshot` again: you missed too much, or what you hold changed in a way that no event tells.',
  typing: `Somebody is writing. It holds for ${contract.TYPING_TTL_MS / 1000} seconds.`,
  queue: 'Your place in the queue. Customers only.',
  presence: 'Everybody of staff who has a ticket open.',
  visitor: 'What is known of the visitor of a ticket that you watch.',
  profile: 'Staff only. The customer of a ticket that you watch changed their profile: ask for it again.',
  'queue-presence': 'Who reads and who writes on each ticket of the queue.',
  'team-presence': 'Staff only. Who of the team is connected, and how many active tickets each has: changes, or `all`.',
  draft: 'Your draft changed in another window.',
  mention: 'The mentions of you on a ticket changed.',
  closing: 'The server closes this socket. `ended`: sign in again. `restart`: connect again.',
};

/** The events that a client sends, with who may and the schema, and those that it hears. A missing one does not compile. */
export const socketEvents = () => ({
  sent: Object.entries(SENT).map(([name, { what, schema }]) => ({ name, what, schema: jsonSchemaOf(schema) })),
  heard: Object.entries(HEARD).map(([name, what]) => ({ name, what })),
  staffOnly: Object.entries(SOCKET_ACCESS).flatMap(([name, access]) => ('only' in access ? [name] : [])),
});
