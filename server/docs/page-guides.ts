import { html } from 'hono/html';
import { ACCESS_MINUTES } from '../auth/contract.ts';
import { WEBHOOK_EVENTS } from '../webhooks/contract.ts';
import { programs } from './page-parts.ts';

/** The guides in their order on the page. The last two are in files of their own. */
export const GUIDES = [
  { id: 'start', title: 'Start' },
  { id: 'main-job', title: 'The main job' },
  { id: 'signing-in', title: 'Signing in' },
  { id: 'once', title: 'Calls that happen once' },
  { id: 'lists', title: 'Lists' },
  { id: 'webhooks', title: 'Webhooks' },
  { id: 'live', title: 'Live changes' },
  { id: 'errors', title: 'Errors' },
] as const;

export const guides = (server: string) => html`
  <section aria-labelledby="start">
    <h2 id="start">Start</h2>
    <p>
      JSON over HTTP, described for programs in <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1), from which
      clients can be generated. Times are milliseconds since 1970, UTC. Ids are UUIDs.
    </p>
    <ol>
      <li>
        Make a token: at the desk under Settings, Access tokens, or by
        <a href="#postAuthToken"><code>POST /api/auth/token</code></a> with an address and a password.
      </li>
      <li>Call: <code>curl -H "Authorization: Bearer $TOKEN" ${server}/api/me</code></li>
      <li>Every call below can be filled in, sent, and copied for four languages.</li>
    </ol>
    <p class="field">
      <label for="token">Token</label>
      <input id="token" type="password" autocomplete="off" spellcheck="false" />
      <span>for the calls that you send from this page. Without it they go with the session of this browser.</span>
    </p>
  </section>

  <section aria-labelledby="main-job">
    <h2 id="main-job">The main job</h2>
    <p>
      Sign in, open a ticket for a customer, list, answer, resolve, and read what happened. The address and the password
      of a member of the team come from the environment, as <code>EMAIL</code> and <code>PASSWORD</code>.
    </p>
    ${programs('job', server)}
  </section>

  <section aria-labelledby="signing-in">
    <h2 id="signing-in">Signing in</h2>
    <p>Send a token as <code>Authorization: Bearer …</code>, never in an address. Then cookies are ignored.</p>
    <dl>
      <dt>A short token, for a program that signs in as a person</dt>
      <dd>
        <code>POST /api/auth/token</code> answers <code>token</code> (<code>aba_…</code>, ${ACCESS_MINUTES} minutes) and
        <code>refreshToken</code>. <code>POST /api/auth/token/refresh</code> gives the next pair. A refresh token works
        once: the second use of one ends its whole sign-in, because somebody may have stolen it. A person with a second
        step gets 401 with <code>error.details.pending</code>, which goes with the code to
        <code>POST /api/auth/token/second-step</code>.
      </dd>
      <dt>A token that lasts, for a script or a machine</dt>
      <dd>
        <code>POST /api/me/tokens</code> (your own) or <code>POST /api/tokens</code> (a machine’s, by an admin): at most
        a year, with scopes that narrow the rights of its role. The secret (<code>abk_…</code>) is told once.
        <code>…/rotate</code> makes a new one, and the old one works on for the hours that you choose.
      </dd>
      <dt>A browser</dt>
      <dd>
        <code>POST /api/auth/login</code> sets a cookie. Changes with a cookie also need the header <code>Origin</code>
        with the address of this server, because a cookie alone does not say which page sends it.
      </dd>
    </dl>
    <p>
      <code>GET /api/auth/token/verify</code> says whose a token is, what it may do, and until when. What a person may
      not see is 404, as if it did not exist; what they may see and not do is 403.
    </p>
  </section>

  <section aria-labelledby="once">
    <h2 id="once">Calls that happen once</h2>
    <p>
      A connection can break after a call was done and before its answer came. Two ways make the second try harmless:
    </p>
    <ul>
      <li>
        Choose the <code>id</code> of tickets, messages and notes yourself, as a UUID. The first time the answer is 201,
        then 200 with the same thing, for ever.
      </li>
      <li>
        Send the header <code>Idempotency-Key</code> with a word of your own to any call that creates something. For 24
        hours the same call with the same key gets the first answer again.
      </li>
    </ul>
    <p>
      Two more keep you from undoing what a colleague did meanwhile. <code>seen</code>, the <code>version</code> of the
      ticket that you decided on, refuses a change with 409 <code>tickets.changed</code> if somebody else changed the
      same field since. <code>If-Match</code> with the <code>ETag</code> of a ticket, a role, a team or another thing
      that admins keep refuses it with 412 if anything changed, and brings the thing as it is.
    </p>
  </section>

  <section aria-labelledby="lists">
    <h2 id="lists">Lists</h2>
    <p>
      Pass <code>next</code> as <code>cursor</code>, until it is null. A cursor belongs to its order and its filters.
      Several values of a filter repeat it or stand between commas: <code>status=open,pending</code>. A filter or an
      order that is not served is a 422 with the values that are, and never ignored.
    </p>
    <p>
      What you read again and again costs little with <code>If-None-Match</code> and the <code>ETag</code> of the last
      answer: 304 and no body, until something changed. To keep a copy, ask for the tickets
      <code>updated_since</code> the newest <code>updatedAt</code> that you have, or follow the
      <a href="#live">live changes</a>. <code>RateLimit</code> and <code>RateLimit-Policy</code> say how many calls are
      left, and for how long.
    </p>
  </section>

  <section aria-labelledby="webhooks">
    <h2 id="webhooks">Webhooks</h2>
    <p>
      The server calls your program when something happens, by
      <a href="https://www.standardwebhooks.com/" rel="noreferrer">Standard Webhooks 1.0</a>. Make one at the desk under
      Settings, or by <a href="#postWebhooks"><code>POST /api/webhooks</code></a
      >, and keep its secret (<code>whsec_…</code>), which is told once.
    </p>
    <ul>
      <li>
        The body is <code>{ "type", "timestamp", "data" }</code>. Types are those of
        <a href="#live-events">the events in facts</a>, without <code>ticket.read</code> and <code>ticket.aged</code>:
        ${WEBHOOK_EVENTS.length} in all. <code>data</code> holds ids, or what staff hear if the webhook carries that.
      </li>
      <li>
        <code>webhook-id</code> stays the same when a delivery is tried again: keep the ids of a day, and answer 200 to
        one that you have.
      </li>
      <li>
        <code>webhook-signature</code> holds one or two signatures, <code>v1,</code> and the base64 of HMAC-SHA256 over
        <code>id.timestamp.body</code>, with the key that is the base64 after <code>whsec_</code>. One that fits is
        enough; the second is there for 24 hours after a rotation. Refuse a <code>webhook-timestamp</code> (seconds)
        that is more than five minutes off.
      </li>
      <li>
        Answer 2xx within 15 seconds. Otherwise it comes again, after 5 seconds, 5 and 30 minutes, and so on for three
        days, in order for each ticket. 410 turns the webhook off.
      </li>
    </ul>
    ${programs('hook', server)}
  </section>
`;
