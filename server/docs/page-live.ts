import { html } from 'hono/html';
import { CATCH_UP_LIMIT } from '../contract.ts';
import { eventTypes } from './event-types.ts';
import { programs, schema, words } from './page-parts.ts';
import { socketEvents } from './sockets.ts';

/** Everything that a program needs to know to hear live changes, with and without a library for Socket.IO. */
export function live(server: string) {
  const { sent, heard, staffOnly } = socketEvents();
  return html`
    <section aria-labelledby="live">
      <h2 id="live">Live changes</h2>
      <p>
        Writes go by HTTP; changes come by Socket.IO 4 at <code>/socket.io</code>, once and in order, also after a
        break. Two programs that print every message of a ticket:
      </p>
      ${programs('live', server)}

      <h3 id="live-follow">Follow the changes</h3>
      <ol>
        <li>
          <code>GET /api/snapshot</code>: the data, and the place to resume from: <code>cursor</code>,
          <code>epoch</code>, <code>listsAt</code>.
        </li>
        <li>
          Connect, with your token as <code>auth.token</code> of the handshake or in the header
          <code>Authorization</code>. A refused connection says why in <code>data.error</code> of its error.
        </li>
        <li>
          After <em>every</em> connect emit <code>sync</code>, at once: <code>cursor</code>, <code>epoch</code>,
          <code>listsAt</code>, and <code>watching</code>: the tickets of which you want every event, each with the id
          of its last event that you applied (staff; at most 20). Customers hear all events of their own tickets without
          it.
        </li>
        <li>
          Hold the <code>facts</code> that come before the answer. The answer is <code>caught-up</code>, with the facts
          that you missed: apply it, then what you held. Or it is <code>resync</code> (you missed more than
          ${CATCH_UP_LIMIT} changes, or a backup was restored): begin again with the snapshot.
        </li>
        <li>
          Apply facts as they come. An event counts if its <code>id</code> is greater than the last one of its ticket; a
          row or a list replaces an older <code>version</code> of itself. Keep the <code>cursor</code> and the
          <code>listsAt</code> of the facts that have one, for the next <code>sync</code>.
        </li>
        <li>
          <code>closing</code> says why the server is about to close the connection: <code>ended</code> (sign in again,
          or refresh the token, which lasts 15 minutes), <code>restart</code>, <code>slow</code> or
          <code>blocked</code>. Connect again, and go on with step 3. When somebody’s rights change, the server closes
          their connections too.
        </li>
      </ol>
      <p>
        Without a socket, <code>GET /api/events?after=<i>cursor</i>&amp;epoch=<i>epoch</i></code> answers the same
        facts.
      </p>

      <h3 id="live-emit">You emit</h3>
      <p>
        Each is acknowledged with <code>{ "ok": true, … }</code> or
        <code>{ "ok": false, "error": { "code", "message" } }</code>, also an event that does not exist.
      </p>
      ${sent.map(({ name, what, schema: content }) =>
        schema(
          html`<code>${name}</code> <span>${words(what)}${staffOnly.includes(name) ? ' Staff only.' : ''}</span>`,
          content,
        ),
      )}

      <h3 id="live-hear">You hear</h3>
      <dl>
        ${heard.map(
          ({ name, what }) =>
            html`<dt><code>${name}</code></dt>
              <dd>${words(what)}</dd>`,
        )}
      </dl>

      <h3 id="live-events">The events in facts</h3>
      <p>
        Each has <code>id</code>, <code>ticketId</code>, <code>at</code> (milliseconds), <code>type</code> and
        <code>actor</code> (null: the system). <code>was</code>, where there is one, is the value before, for staff.
      </p>
      <div class="wide" tabindex="0" role="group" aria-labelledby="live-events">
        <table>
          <thead>
            <tr>
              <th scope="col">type</th>
              <th scope="col">means</th>
              <th scope="col">heard by</th>
            </tr>
          </thead>
          <tbody>
            ${eventTypes().map(
              ({ type, what, hears }) =>
                html`<tr>
                  <td><code>${type}</code></td>
                  <td>${words(what)}</td>
                  <td>${hears}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>

      <h3 id="live-by-hand">Without a library</h3>
      <p>
        Engine.IO 4 and Socket.IO 5, over long polling: plain HTTP requests to
        <code>/socket.io/?EIO=4&amp;transport=polling</code>, each with your <code>Authorization</code>. The Python
        program above does it.
      </p>
      <ol>
        <li>
          <code>GET</code> answers <code>0{"sid":"…","pingInterval":25000,…}</code>. Add <code>&amp;sid=…</code> to the
          address of all further requests.
        </li>
        <li>
          <code>POST</code> the packet <code>40</code> as <code>text/plain;charset=UTF-8</code>; the answer is
          <code>ok</code>. To send the token here instead of in the header: <code>40{"token":"…"}</code>.
        </li>
        <li>
          From now on keep one <code>GET</code> waiting, and no second one: it answers when there are packets, several
          of them with the byte 1E between. Send packets by <code>POST</code>; before the next <code>GET</code> is soon
          enough.
        </li>
      </ol>
      <div class="wide" tabindex="0" role="group" aria-labelledby="live-by-hand">
        <table>
          <thead>
            <tr>
              <th scope="col">packet</th>
              <th scope="col">means</th>
            </tr>
          </thead>
          <tbody>
            ${PACKETS.map(
              ([packet, what]) =>
                html`<tr>
                  <td><code>${packet}</code></td>
                  <td>${words(what)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p>An answer 400 means that the connection is over: begin again without <code>sid</code>.</p>
    </section>
  `;
}

const PACKETS = [
  ['40{"sid":"…"}', 'You are connected: emit `sync`.'],
  ['44{"message":"refused","data":{"error":{…}}}', 'The connection is refused.'],
  ['42["facts",{…}]', 'The server emits `facts`.'],
  ['421["sync",{…}]', 'You emit `sync`, and choose the number 1 to find the answer; another number for each.'],
  ['431[{"ok":true,…}]', 'The answer to number 1.'],
  ['2', 'Are you there? Send `3` within 20 seconds.'],
  ['41', 'The server closes the connection. So does `1`.'],
] as const;
