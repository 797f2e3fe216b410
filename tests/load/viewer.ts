import type { Facts } from '../../server/contract.ts';
import type { Snapshot } from '../../server/live/contract.ts';
import { openRawSocket, type RawSocket } from '../support/raw-socket.ts';
import { customerCookie } from './data.ts';
import { openHttp } from './http.ts';
import type { Sight } from './oracle.ts';

/** Somebody with the app open. Frames are kept as they came, and read when the run is over. */
export interface Viewer {
  socket: RawSocket;
  where: Resume;
  watched: Set<string>;
  /** When each frame with events came, and its text. */
  frames: [number, string][];
  /** How many facts came, without reading them. */
  received(): number;
  saw(): Sight[];
}

export interface Resume {
  cursor: number;
  epoch: string;
}

export async function whereNow(url: string, cookie: string): Promise<Resume> {
  const http = await openHttp(url);
  const { body } = await http.request('GET', '/api/snapshot', { cookie });
  http.close();
  const { cursor, epoch } = JSON.parse(body) as Snapshot;
  return { cursor, epoch };
}

/** For customers, whose epoch names their own rights, and whose cursor something of their own: before all of it. */
export const startOfCustomers = async (url: string): Promise<Resume> => ({
  ...(await whereNow(url, customerCookie(0))),
  cursor: 0,
});

const FACTS = '["facts",';
/** Rows alone: nothing in it is looked for, and hundreds of them a second would fill the memory of the generator. */
const WITHOUT_EVENTS = '["facts",{"events":[],';

/** Joined and caught up. With `onFacts` no frame is kept. `watching` is for staff; a customer hears all of their tickets, which `watched` names. */
export async function openViewer(
  url: string,
  {
    cookie,
    where,
    watching = [],
    watched = watching,
    onFacts,
  }: { cookie: string; where: Resume; watching?: string[]; watched?: string[]; onFacts?: (text: string) => void },
): Promise<Viewer> {
  const frames: [number, string][] = [];
  let received = 0;
  let caughtUp: () => void;
  const ready = new Promise<void>((resolve) => (caughtUp = resolve));
  const socket = await openRawSocket({
    url,
    cookie,
    onMessage: (text) => {
      if (text.startsWith(FACTS)) {
        received += 1;
        if (onFacts) onFacts(text);
        else if (!text.startsWith(WITHOUT_EVENTS)) frames.push([performance.now(), text]);
      } else if (text.startsWith('["caught-up"')) {
        frames.push([performance.now(), text]);
        caughtUp();
      } else if (text.startsWith('["resync"')) throw new Error('A viewer was asked to start over.');
    },
  });
  socket.emit(['sync', { ...where, watching: watching.map((ticketId) => ({ ticketId, after: where.cursor })) }]);
  await Promise.race([
    ready,
    socket.closed.then(() => {
      throw new Error('The line broke before it had caught up.');
    }),
  ]);
  return {
    socket,
    where,
    frames,
    watched: new Set(watched),
    received: () => received,
    saw: () => frames.flatMap(([, text]) => sightsIn(text)),
  };
}

export function sightsIn(text: string): Sight[] {
  const [, facts] = JSON.parse(text) as [string, Partial<Facts>];
  return (facts.events ?? []).flatMap((event) =>
    event.type === 'message.sent' ? [{ ticketId: event.ticketId, id: event.message.id, seq: event.message.seq }] : [],
  );
}

/** Resolves when nothing has come to anybody for a while. */
export async function quiet(viewers: Viewer[], forMs = 300) {
  let [last, since] = [-1, performance.now()];
  for (;;) {
    const now = viewers.reduce((total, viewer) => total + viewer.received(), 0);
    if (now !== last) [last, since] = [now, performance.now()];
    else if (performance.now() - since > forMs) return;
    await new Promise((turn) => setTimeout(turn, 20));
  }
}
