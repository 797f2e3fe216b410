import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentKind } from '../server/attachments/contract.ts';
import { readConfig } from '../server/config.ts';
import { uuidv7 } from '../db/ids.ts';
import { createLog } from '../server/log.ts';
import { SOCKET_ACCESS } from '../server/live/sockets.ts';
import { start } from '../server/start.ts';
import { describedBy } from './support/description.ts';
import { ADMIN } from './support/desk.ts';
import { picture, text } from './support/files.ts';
import type { Listener } from './support/listener.ts';
import { PASSWORD, Person } from './support/person.ts';
import { addSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';
import { addWebhook } from './support/webhooks.ts';
import { addPerson, createWorld, type World } from './support/world.ts';

/**
 * Who gets what, on a ticket of Jonas that Ana holds: a stranger, Mia (another customer), Jonas, Ben (a colleague), Ana,
 * the supervisor, the admin. They ask in this order.
 */
const ROLES = ['stranger', 'mia', 'jonas', 'ben', 'ana', 'sol', 'zoe'] as const;
type Role = (typeof ROLES)[number];
type Cells<T> = readonly [T, T, T, T, T, T, T];

/** Jonas's ticket, a message of his with a picture, one that he has not sent, and a note of Ana's. */
interface Scene {
  id: string;
  messageId: string;
  noteId: string;
  attachmentId: string;
  unsentId: string;
  /** Another one of Jonas. */
  otherId: string;
  /** One that all share. */
  replyId: string;
  siteId: string;
  /** One of Ana's that all share. */
  viewId: string;
  teamId: string;
  webhookId: string;
}
type Case = {
  route: string;
  cells: Cells<number>;
  /** What Vera gets, a visitor of the widget with a bearer, if not what Mia gets. */
  visitor?: number;
  body?: (world: World, role: Role, scene: Scene) => object;
  query?: string;
  waits?: true;
  resolved?: true;
  /** A file as the body, for a message or for a note. */
  upload?: AttachmentKind;
  /** A picture as the body. */
  picture?: true;
};

const PUBLIC = [200, 200, 200, 200, 200, 200, 200] as const;
const NOWHERE = [404, 404, 404, 404, 404, 404, 404] as const;
const SENT_ON = [302, 302, 302, 302, 302, 302, 302] as const;
const UNKNOWN = [401, 401, 401, 401, 401, 401, 401] as const;
const NOBODY = [401, 403, 403, 403, 403, 403, 403] as const;
const SIGNED_IN = [401, 200, 200, 200, 200, 200, 200] as const;
const ADMIN_ONLY = [401, 403, 403, 403, 403, 403, 200] as const;
const STAFF = [401, 403, 403, 200, 200, 200, 200] as const;
const NOT_MIA = [401, 404, 200, 200, 200, 200, 200] as const;

const MATRIX: Case[] = [
  { route: 'GET /healthz', cells: PUBLIC },
  { route: 'GET /readyz', cells: PUBLIC },
  { route: 'GET /widget.js', cells: [200, 200, 200, 200, 200, 200, 200] },
  // Of no site.
  { route: 'GET /widget/frame', cells: NOWHERE, query: '?site=no-such-site' },
  { route: 'GET /api/widget/sites/:key', cells: NOWHERE },
  { route: 'GET /api/widget/me', cells: NOBODY, visitor: 200 },
  { route: 'PATCH /api/widget/me', cells: NOBODY, visitor: 200, body: () => ({ email: 'vera@post.example' }) },
  {
    route: 'PUT /api/widget/visit',
    cells: NOBODY,
    visitor: 204,
    body: () => ({ page: 'https://shop.example/' }),
  },
  { route: 'GET /desk', cells: PUBLIC },
  { route: 'GET /desk/*', cells: PUBLIC },
  { route: 'GET /*', cells: PUBLIC },
  { route: 'GET /assets/*', cells: NOWHERE },
  { route: 'GET /api/openapi.json', cells: PUBLIC },
  { route: 'GET /api/docs', cells: PUBLIC },
  // No call has the id of a ticket.
  { route: 'GET /api/docs/calls/:id', cells: [404, 404, 404, 404, 404, 404, 404] },
  { route: 'GET /api/docs.css', cells: PUBLIC },
  { route: 'GET /api/docs.js', cells: PUBLIC },
  { route: 'GET /api/auth/token/verify', cells: SIGNED_IN },
  {
    route: 'POST /api/auth/token/refresh',
    cells: [401, 401, 401, 401, 401, 401, 401],
    body: () => ({ refreshToken: 'none' }),
  },
  { route: 'GET /api/me/tokens', cells: SIGNED_IN },
  {
    route: 'POST /api/me/tokens',
    cells: [401, 201, 201, 201, 201, 201, 201],
    visitor: 403,
    body: () => ({ name: 'Script', scopes: { tickets: ['view'] } }),
  },
  // There is no such token.
  { route: 'GET /api/me/tokens/:id', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'PATCH /api/me/tokens/:id', cells: [401, 404, 404, 404, 404, 404, 404], body: () => ({ name: 'Better' }) },
  { route: 'POST /api/me/tokens/:id/rotate', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'DELETE /api/me/tokens/:id/previous', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'DELETE /api/me/tokens/:id', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'GET /api/tokens', cells: ADMIN_ONLY },
  {
    route: 'POST /api/tokens',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: 'Shop sync', role: 'agent', scopes: { tickets: ['view'] } }),
  },
  { route: 'GET /api/tokens/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'PATCH /api/tokens/:id', cells: [401, 403, 403, 403, 403, 403, 404], body: () => ({ name: 'Better' }) },
  { route: 'POST /api/tokens/:id/rotate', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'DELETE /api/tokens/:id/previous', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'DELETE /api/tokens/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/me', cells: SIGNED_IN },
  { route: 'PATCH /api/me', cells: STAFF, body: () => ({ availability: 'available' }) },
  { route: 'PATCH /api/me', cells: SIGNED_IN, visitor: 409, body: () => ({ locale: 'en' }) },
  { route: 'PUT /api/me/picture', cells: SIGNED_IN, visitor: 409, picture: true },
  { route: 'DELETE /api/me/picture', cells: SIGNED_IN, visitor: 409 },
  { route: 'PUT /api/users/:id/picture', cells: ADMIN_ONLY, picture: true },
  { route: 'DELETE /api/users/:id/picture', cells: ADMIN_ONLY },
  // There is no such picture.
  { route: 'GET /api/pictures/:key', cells: NOWHERE },
  { route: 'GET /api/me/sessions', cells: SIGNED_IN },
  { route: 'GET /api/me/second-step', cells: SIGNED_IN },
  { route: 'POST /api/me/second-step', cells: [401, 201, 201, 201, 201, 201, 201], visitor: 409 },
  // With a code that is wrong, or without a set-up.
  {
    route: 'PUT /api/me/second-step',
    cells: [401, 422, 422, 422, 422, 422, 422],
    visitor: 409,
    body: () => ({ code: 'x' }),
  },
  { route: 'DELETE /api/me/second-step', cells: [401, 204, 204, 204, 204, 204, 204] },
  // Without a second step.
  { route: 'POST /api/me/recovery-codes', cells: [401, 409, 409, 409, 409, 409, 409] },
  { route: 'GET /api/me/proof', cells: [401, 204, 204, 204, 204, 204, 204] },
  {
    route: 'POST /api/me/proof',
    cells: [401, 204, 204, 204, 204, 204, 204],
    visitor: 422,
    body: (_world, role) => ({ password: credentials(role).password }),
  },
  { route: 'GET /api/me/passkeys', cells: SIGNED_IN },
  { route: 'POST /api/me/passkeys/options', cells: SIGNED_IN, visitor: 409 },
  // Made by no authenticator.
  {
    route: 'POST /api/me/passkeys',
    cells: [401, 422, 422, 422, 422, 422, 422],
    body: () => ({ id: 'x', clientDataJSON: 'x', attestationObject: 'x', transports: [] }),
  },
  // There is no such passkey.
  {
    route: 'PATCH /api/me/passkeys/:id',
    cells: [401, 404, 404, 404, 404, 404, 404],
    body: () => ({ name: 'Laptop' }),
  },
  { route: 'DELETE /api/me/passkeys/:id', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'POST /api/auth/passkey/options', cells: PUBLIC },
  {
    route: 'POST /api/auth/passkey',
    cells: UNKNOWN,
    body: () => ({ id: 'x', clientDataJSON: 'x', authenticatorData: 'x', signature: 'x', userHandle: 'x' }),
  },
  // Of no sign-in.
  { route: 'POST /api/auth/second-step', cells: UNKNOWN, body: () => ({ pending: 'none', code: '123456' }) },
  { route: 'POST /api/auth/token/second-step', cells: UNKNOWN, body: () => ({ pending: 'none', code: '123456' }) },
  { route: 'POST /api/auth/second-step/enrol', cells: UNKNOWN, body: () => ({ pending: 'none' }) },
  { route: 'POST /api/auth/second-step/confirm', cells: UNKNOWN, body: () => ({ pending: 'none', code: '123456' }) },
  { route: 'GET /api/sign-in', cells: ADMIN_ONLY },
  { route: 'GET /api/sign-in/people', cells: ADMIN_ONLY },
  { route: 'GET /api/sign-in/provider', cells: ADMIN_ONLY },
  // Where nothing listens.
  {
    route: 'PUT /api/sign-in/provider',
    cells: [401, 403, 403, 403, 403, 403, 422],
    body: () => ({
      ...{ isOn: true, issuer: 'http://127.0.0.1:9', clientId: 'desk', clientSecret: 'x' },
      ...{ label: 'Orla ID', ceiling: 'agent' },
    }),
  },
  { route: 'DELETE /api/sign-in/provider', cells: [401, 403, 403, 403, 403, 403, 204] },
  // There is no provider, and no test.
  { route: 'POST /api/sign-in/provider/test', cells: [401, 403, 403, 403, 403, 403, 409] },
  { route: 'GET /api/sign-in/provider/test/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/me/identity', cells: STAFF },
  { route: 'POST /api/me/identity/connect', cells: [401, 403, 403, 409, 409, 409, 409] },
  { route: 'DELETE /api/me/identity', cells: [401, 403, 403, 204, 204, 204, 204] },
  { route: 'GET /api/auth/ways', cells: PUBLIC },
  // To the page that says that no provider is on; nobody was sent away with such a state.
  { route: 'GET /api/auth/oidc', cells: SENT_ON },
  { route: 'GET /api/auth/oidc/callback', cells: SENT_ON, query: '?code=none&state=none' },
  { route: 'POST /api/auth/oidc/pending', cells: UNKNOWN, body: () => ({ pending: 'none' }) },
  { route: 'POST /api/auth/oidc/confirm', cells: UNKNOWN, body: () => ({ pending: 'none', password: PASSWORD }) },
  // It takes a form, and no JSON: tests/hostile/oidc.test.ts.
  { route: 'POST /api/auth/oidc/logout', cells: [415, 415, 415, 415, 415, 415, 415] },
  { route: 'PATCH /api/sign-in', cells: ADMIN_ONLY, body: () => ({ secondStepRoles: [] }) },
  // There is no such session.
  { route: 'DELETE /api/me/sessions/:id', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'GET /api/users/:id/sessions', cells: ADMIN_ONLY },
  { route: 'GET /api/users/:id/identity', cells: ADMIN_ONLY },
  { route: 'DELETE /api/users/:id/identity', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'DELETE /api/users/:id/sessions/:sessionId', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/settings', cells: ADMIN_ONLY },
  { route: 'PATCH /api/settings', cells: ADMIN_ONLY, body: () => ({ autoAssign: false }) },
  { route: 'GET /api/snapshot', cells: SIGNED_IN },
  { route: 'GET /api/events', cells: SIGNED_IN, query: '?after=0&epoch=x' },
  { route: 'GET /api/statuses', cells: SIGNED_IN },
  { route: 'GET /api/priorities', cells: SIGNED_IN },
  { route: 'GET /api/categories', cells: SIGNED_IN },
  { route: 'GET /api/auth/setup', cells: [200, 200, 200, 200, 200, 200, 200] },
  { route: 'GET /api/reply-times', cells: [200, 200, 200, 200, 200, 200, 200] },
  { route: 'GET /api/tickets', cells: SIGNED_IN },
  { route: 'GET /api/ticket-counts', cells: [401, 200, 200, 403, 403, 403, 403] },
  {
    route: 'POST /api/tickets',
    cells: [401, 403, 201, 201, 201, 201, 201],
    body: ({ jonas }) => ({ subject: 'For Jonas', body: 'Hello', customerId: jonas.id }),
  },
  { route: 'GET /api/tickets/:id', cells: NOT_MIA },
  { route: 'PATCH /api/tickets/:id', cells: [401, 404, 409, 403, 200, 200, 200], body: () => ({ subject: 'Renamed' }) },
  { route: 'PATCH /api/tickets/:id', cells: NOT_MIA, body: () => ({ subject: 'Renamed' }), waits: true },
  {
    route: 'PATCH /api/tickets/:id',
    cells: [401, 404, 403, 200, 200, 200, 200],
    body: () => ({ dueAt: Date.now() + 3_600_000 }),
    waits: true,
  },
  { route: 'DELETE /api/tickets/:id', cells: [401, 403, 403, 403, 403, 403, 204] },
  {
    route: 'PUT /api/tickets/:id/status',
    cells: [401, 403, 403, 403, 200, 200, 200],
    body: () => ({ status: 'pending' }),
  },
  { route: 'PUT /api/tickets/:id/status', cells: STAFF, body: () => ({ status: 'pending' }), waits: true },
  {
    route: 'PUT /api/tickets/:id/assignee',
    cells: [401, 403, 403, 409, 200, 200, 200],
    body: ({ ben }) => ({ assigneeId: ben.id }),
  },
  {
    route: 'PUT /api/tickets/:id/assignee',
    cells: [401, 403, 403, 403, 200, 200, 200],
    body: ({ sol }) => ({ assigneeId: sol.id }),
  },
  {
    route: 'PUT /api/tickets/:id/snooze',
    cells: [401, 403, 403, 403, 200, 200, 200],
    body: () => ({ until: Date.now() + 3_600_000 }),
  },
  {
    // What a colleague may not change is refused in the answer, act by act.
    route: 'POST /api/acts',
    cells: STAFF,
    body: (_world, _role, { id }) => ({ acts: [{ ticketId: id, field: 'priority', value: 'urgent' }] }),
  },
  {
    route: 'POST /api/statuses',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: uuidv7(), type: 'pending' }),
  },
  {
    route: 'POST /api/priorities',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: uuidv7(), responseMinutes: 5, resolutionMinutes: 50 }),
  },
  { route: 'POST /api/categories', cells: [401, 403, 403, 403, 403, 403, 201], body: () => ({ name: uuidv7() }) },
  // There is no such one, and the order names none.
  { route: 'GET /api/statuses/:code', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'PATCH /api/statuses/:code', cells: [401, 403, 403, 403, 403, 403, 404], body: () => ({ name: 'Better' }) },
  { route: 'DELETE /api/statuses/:code', cells: [401, 403, 403, 403, 403, 403, 404] },
  {
    route: 'PUT /api/statuses/order',
    cells: [401, 403, 403, 403, 403, 403, 422],
    body: () => ({ codes: ['nothing'] }),
  },
  // There is no such one, and the order names none.
  { route: 'GET /api/priorities/:code', cells: [401, 404, 404, 404, 404, 404, 404] },
  {
    route: 'PATCH /api/priorities/:code',
    cells: [401, 403, 403, 403, 403, 403, 404],
    body: () => ({ name: 'Better' }),
  },
  { route: 'DELETE /api/priorities/:code', cells: [401, 403, 403, 403, 403, 403, 404] },
  {
    route: 'PUT /api/priorities/order',
    cells: [401, 403, 403, 403, 403, 403, 422],
    body: () => ({ codes: ['nothing'] }),
  },
  // There is no such one, and the order names none.
  { route: 'GET /api/categories/:code', cells: [401, 404, 404, 404, 404, 404, 404] },
  {
    route: 'PATCH /api/categories/:code',
    cells: [401, 403, 403, 403, 403, 403, 404],
    body: () => ({ name: 'Better' }),
  },
  { route: 'DELETE /api/categories/:code', cells: [401, 403, 403, 403, 403, 403, 404] },
  {
    route: 'PUT /api/categories/order',
    cells: [401, 403, 403, 403, 403, 403, 422],
    body: () => ({ codes: ['nothing'] }),
  },
  { route: 'GET /api/statuses', cells: [401, 403, 403, 403, 403, 403, 200], query: '?uses=true' },
  { route: 'GET /api/tags', cells: [401, 403, 403, 403, 403, 403, 200], query: '?uses=true' },
  // There is no such tag.
  { route: 'GET /api/tags/:id', cells: [401, 403, 403, 404, 404, 404, 404] },
  { route: 'PATCH /api/tags/:id', cells: [401, 403, 403, 403, 403, 403, 404], body: () => ({ name: 'Better' }) },
  { route: 'DELETE /api/tags/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/tags', cells: STAFF },
  { route: 'POST /api/tags', cells: [401, 403, 403, 201, 201, 201, 201], body: () => ({ name: uuidv7() }) },
  { route: 'PUT /api/tickets/:id/tags', cells: [401, 403, 403, 403, 200, 200, 200], body: () => ({ tagIds: [] }) },
  { route: 'PUT /api/tickets/:id/unread', cells: [401, 403, 403, 403, 200, 403, 403], body: () => ({ seq: 1 }) },
  {
    route: 'PUT /api/tickets/:id/team',
    cells: [401, 403, 403, 403, 200, 200, 200],
    body: (_world, _role, { teamId }) => ({ teamId }),
  },
  { route: 'GET /api/teams', cells: STAFF },
  { route: 'GET /api/teams/:id', cells: STAFF },
  { route: 'POST /api/teams', cells: [401, 403, 403, 403, 403, 201, 201], body: () => ({ name: `Team ${uuidv7()}` }) },
  { route: 'PATCH /api/teams/:id', cells: [401, 403, 403, 403, 403, 200, 200], body: () => ({ overflow: false }) },
  {
    route: 'PUT /api/teams/:id/members',
    cells: [401, 403, 403, 403, 403, 200, 200],
    body: ({ ana }) => ({ memberIds: [ana.id] }),
  },
  { route: 'DELETE /api/teams/:id', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'GET /api/tickets/:id/visitor', cells: STAFF },
  // Of nobody who is a visitor.
  {
    route: 'PUT /api/visitors/:userId/blocked',
    cells: [401, 403, 403, 404, 404, 404, 404],
    body: () => ({ blocked: true }),
  },
  { route: 'GET /api/tickets/:id/assignee', cells: NOT_MIA },
  { route: 'GET /api/tickets/:id/assignments', cells: STAFF },
  { route: 'GET /api/tickets/:id/place', cells: NOT_MIA },
  { route: 'GET /api/tickets/:id/whereabouts', cells: STAFF },
  { route: 'GET /api/tickets/:id/rating', cells: NOT_MIA },
  { route: 'PUT /api/tickets/:id/rating', cells: [401, 404, 409, 403, 403, 403, 403], body: () => ({ score: 5 }) },
  {
    route: 'PUT /api/tickets/:id/rating',
    cells: [401, 404, 200, 403, 403, 403, 403],
    body: () => ({ score: 5 }),
    resolved: true,
  },
  { route: 'PUT /api/tickets/:id/read', cells: NOT_MIA, body: () => ({ seq: 1 }) },
  {
    route: 'POST /api/tickets/:id/split',
    cells: [401, 403, 403, 403, 201, 201, 201],
    body: () => ({ subject: 'Another thing', fromSeq: 1 }),
  },
  {
    route: 'POST /api/tickets/:id/merge',
    cells: [401, 403, 403, 403, 200, 200, 200],
    body: (_world, _role, { otherId }) => ({ into: otherId }),
  },
  { route: 'DELETE /api/tickets/:id/merge', cells: [401, 403, 403, 403, 200, 200, 200] },
  { route: 'GET /api/tickets/:id/links', cells: STAFF },
  { route: 'PUT /api/tickets/:id/links/:otherId', cells: [401, 403, 403, 403, 200, 200, 200] },
  { route: 'DELETE /api/tickets/:id/links/:otherId', cells: [401, 403, 403, 403, 200, 200, 200] },
  { route: 'GET /api/tickets/:id/events', cells: NOT_MIA },
  { route: 'GET /api/tickets/:id/messages', cells: NOT_MIA },
  {
    route: 'POST /api/tickets/:id/messages',
    cells: [401, 404, 201, 201, 201, 201, 201],
    body: () => ({ body: 'Hello' }),
  },
  { route: 'GET /api/tickets/:id/messages/:messageId', cells: NOT_MIA },
  {
    route: 'PATCH /api/tickets/:id/messages/:messageId',
    cells: [401, 404, 200, 403, 403, 403, 403],
    body: () => ({ body: 'Better' }),
  },
  { route: 'DELETE /api/tickets/:id/messages/:messageId', cells: [401, 404, 200, 403, 403, 403, 403] },
  { route: 'GET /api/tickets/:id/notes', cells: STAFF },
  {
    route: 'POST /api/tickets/:id/notes',
    cells: [401, 403, 403, 201, 201, 201, 201],
    body: () => ({ body: 'Between us' }),
  },
  { route: 'GET /api/tickets/:id/notes/:noteId', cells: STAFF },
  {
    route: 'PATCH /api/tickets/:id/notes/:noteId',
    cells: [401, 403, 403, 403, 200, 403, 403],
    body: () => ({ body: 'Better' }),
  },
  { route: 'DELETE /api/tickets/:id/notes/:noteId', cells: [401, 403, 403, 403, 200, 403, 403] },
  { route: 'POST /api/tickets/:id/attachments', cells: [401, 404, 201, 201, 201, 201, 201], upload: 'message' },
  { route: 'POST /api/tickets/:id/attachments', cells: [401, 404, 403, 201, 201, 201, 201], upload: 'note' },
  { route: 'POST /api/attachments', cells: [401, 201, 201, 201, 201, 201, 201], upload: 'message' },
  { route: 'GET /api/attachments', cells: SIGNED_IN },
  { route: 'GET /api/attachments/:id', cells: NOT_MIA },
  { route: 'GET /api/attachments/:id/thumbnail', cells: NOT_MIA },
  { route: 'DELETE /api/attachments/:id', cells: [401, 404, 204, 404, 404, 404, 404] },
  { route: 'GET /api/tickets/:id/draft', cells: NOT_MIA },
  { route: 'PUT /api/tickets/:id/draft', cells: NOT_MIA, body: () => ({ kind: 'message', body: 'Half a th' }) },
  {
    route: 'PUT /api/tickets/:id/draft',
    cells: [401, 403, 403, 200, 200, 200, 200],
    body: () => ({ kind: 'note', body: 'Half a th' }),
  },
  {
    route: 'PUT /api/tickets/:id/mentions/seen',
    cells: [401, 403, 403, 204, 204, 204, 204],
    body: () => ({ eventId: 1 }),
  },
  { route: 'GET /api/saved-replies', cells: STAFF },
  { route: 'POST /api/saved-replies', cells: [401, 403, 403, 201, 201, 201, 201], body: () => reply(false) },
  { route: 'POST /api/saved-replies', cells: [401, 403, 403, 403, 403, 201, 201], body: () => reply(true) },
  { route: 'GET /api/saved-replies/:id', cells: STAFF },
  {
    route: 'PATCH /api/saved-replies/:id',
    cells: [401, 403, 403, 403, 403, 200, 200],
    body: () => ({ name: 'Better' }),
  },
  { route: 'DELETE /api/saved-replies/:id', cells: [401, 403, 403, 403, 403, 204, 404] },
  { route: 'GET /api/customers', cells: STAFF, query: '?q=jo' },
  { route: 'GET /api/views', cells: STAFF },
  { route: 'POST /api/views', cells: [401, 403, 403, 201, 201, 201, 201], body: () => view(false) },
  { route: 'POST /api/views', cells: [401, 403, 403, 201, 201, 201, 201], body: () => view(true) },
  { route: 'GET /api/views/:id', cells: STAFF },
  { route: 'PATCH /api/views/:id', cells: [401, 403, 403, 403, 200, 200, 200], body: () => ({ name: 'Better' }) },
  { route: 'DELETE /api/views/:id', cells: [401, 403, 403, 403, 204, 404, 404] },
  { route: 'POST /api/queue/claim', cells: STAFF },
  { route: 'GET /api/search', cells: SIGNED_IN, query: '?q=leaks' },
  { route: 'POST /api/queue/release', cells: STAFF },
  { route: 'GET /api/users', cells: ADMIN_ONLY },
  {
    route: 'POST /api/users',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: 'New', email: `${uuidv7()}@post.example` }),
  },
  { route: 'GET /api/invitations', cells: ADMIN_ONLY },
  {
    route: 'POST /api/invitations',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ emails: [`${uuidv7()}@desk.example`], role: 'agent' }),
  },
  // There is no such invitation.
  { route: 'POST /api/invitations/:id/renew', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'DELETE /api/invitations/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'POST /api/users/:id/password-link', cells: [401, 403, 403, 403, 403, 403, 201] },
  // With a link that does not work.
  { route: 'POST /api/auth/invitation', cells: NOWHERE, body: () => ({ token: 'none' }) },
  {
    route: 'POST /api/auth/invitation/accept',
    cells: NOWHERE,
    body: () => ({ token: 'none', name: 'Kim', password: PASSWORD }),
  },
  { route: 'POST /api/auth/password/link', cells: NOWHERE, body: () => ({ token: 'none' }) },
  {
    route: 'POST /api/auth/password/reset',
    cells: NOWHERE,
    body: () => ({ token: 'none', password: PASSWORD }),
  },
  { route: 'GET /api/users/:id/erasure', cells: ADMIN_ONLY },
  // Nobody has this name.
  {
    route: 'POST /api/users/:id/erasure',
    cells: [401, 403, 403, 403, 403, 403, 422],
    body: () => ({ name: 'Nobody at all' }),
  },
  { route: 'POST /api/users/:id/exports', cells: [401, 403, 403, 403, 403, 403, 201] },
  { route: 'GET /api/exports', cells: ADMIN_ONLY },
  // Nobody asked for one with this id.
  { route: 'GET /api/exports/:id', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'GET /api/exports/:id/archive', cells: [401, 404, 404, 404, 404, 404, 404] },
  { route: 'GET /api/me/exports', cells: SIGNED_IN },
  { route: 'POST /api/me/exports', cells: [401, 201, 201, 201, 201, 201, 201] },
  { route: 'GET /api/customer-list', cells: ADMIN_ONLY },
  // A ticket has this id, and nobody.
  { route: 'GET /api/customers/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/holds', cells: ADMIN_ONLY },
  { route: 'GET /api/tickets/:id/hold', cells: STAFF },
  { route: 'PUT /api/tickets/:id/hold', cells: ADMIN_ONLY, body: () => ({ reason: 'Case 12/26' }) },
  { route: 'DELETE /api/tickets/:id/hold', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'GET /api/users/:id/hold', cells: ADMIN_ONLY },
  { route: 'PUT /api/users/:id/hold', cells: ADMIN_ONLY, body: () => ({ reason: 'Case 12/26' }) },
  { route: 'DELETE /api/users/:id/hold', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'GET /api/retention', cells: ADMIN_ONLY },
  { route: 'GET /api/retention/:scope/forecast', cells: ADMIN_ONLY, query: '?months=12' },
  {
    route: 'PUT /api/retention/:scope',
    cells: ADMIN_ONLY,
    body: () => ({ action: 'delete', months: 600, isOn: false }),
  },
  { route: 'DELETE /api/retention/:scope', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'GET /api/audit', cells: ADMIN_ONLY },
  { route: 'GET /api/audit/export', cells: ADMIN_ONLY, query: '?format=ndjson' },
  { route: 'GET /api/sites', cells: ADMIN_ONLY },
  {
    route: 'POST /api/sites',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: 'Shop', origins: ['https://shop.example'] }),
  },
  { route: 'GET /api/sites/:id', cells: ADMIN_ONLY },
  { route: 'PATCH /api/sites/:id', cells: ADMIN_ONLY, body: () => ({ name: 'Better' }) },
  { route: 'POST /api/sites/:id/identity-secret', cells: [401, 403, 403, 403, 403, 403, 201] },
  { route: 'POST /api/sites/:id/identity-check', cells: ADMIN_ONLY, body: () => ({ token: 'a.b.c' }) },
  { route: 'DELETE /api/sites/:id/identity-secret', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'DELETE /api/sites/:id', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'GET /api/webhooks', cells: ADMIN_ONLY },
  {
    route: 'POST /api/webhooks',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: 'Warehouse', url: 'https://erp.example/hooks' }),
  },
  { route: 'GET /api/webhooks/:id', cells: ADMIN_ONLY },
  { route: 'PATCH /api/webhooks/:id', cells: ADMIN_ONLY, body: () => ({ name: 'Better' }) },
  { route: 'POST /api/webhooks/:id/rotate', cells: [401, 403, 403, 403, 403, 403, 201] },
  { route: 'POST /api/webhooks/:id/test', cells: ADMIN_ONLY },
  { route: 'GET /api/webhooks/:id/deliveries', cells: ADMIN_ONLY },
  // There is no such delivery.
  { route: 'GET /api/webhooks/:id/deliveries/:deliveryId', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'POST /api/webhooks/:id/deliveries/:deliveryId/replay', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'POST /api/webhooks/:id/replay', cells: ADMIN_ONLY, body: () => ({ since: Date.now() }) },
  // The last of them, because it is gone then.
  { route: 'DELETE /api/webhooks/:id', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'GET /api/work', cells: ADMIN_ONLY },
  // There is no such job.
  { route: 'POST /api/work/jobs/:id/retry', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'DELETE /api/work/jobs/:id', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/users/:id', cells: ADMIN_ONLY },
  { route: 'GET /api/users/:id/permissions', cells: ADMIN_ONLY },
  // Of a customer, who has none of their own.
  {
    route: 'PUT /api/users/:id/permissions',
    cells: [401, 403, 403, 403, 403, 403, 409],
    body: () => ({ own: { notes: [] } }),
  },
  { route: 'DELETE /api/users/:id/permissions', cells: [401, 403, 403, 403, 403, 403, 409] },
  { route: 'GET /api/menu', cells: ADMIN_ONLY },
  {
    route: 'POST /api/menu',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ label: 'Handbook', href: 'https://wiki.example' }),
  },
  // There is no item with this code.
  { route: 'GET /api/menu/:code', cells: [401, 403, 403, 403, 403, 403, 404] },
  {
    route: 'PATCH /api/menu/:code',
    cells: [401, 403, 403, 403, 403, 403, 404],
    body: () => ({ label: 'Better' }),
  },
  { route: 'DELETE /api/menu/:code', cells: [401, 403, 403, 403, 403, 403, 404] },
  { route: 'GET /api/roles', cells: ADMIN_ONLY },
  {
    route: 'POST /api/roles',
    cells: [401, 403, 403, 403, 403, 403, 201],
    body: () => ({ name: uuidv7() }),
  },
  // Of the role agent.
  { route: 'GET /api/roles/:code', cells: ADMIN_ONLY },
  { route: 'PATCH /api/roles/:code', cells: ADMIN_ONLY, body: () => ({ name: 'Agent' }) },
  { route: 'DELETE /api/roles/:code', cells: [401, 403, 403, 403, 403, 403, 409] },
  { route: 'GET /api/roles/:code/preview', cells: ADMIN_ONLY },
  { route: 'GET /api/roles/:code/permissions', cells: ADMIN_ONLY },
  {
    route: 'PUT /api/roles/:code/permissions',
    cells: ADMIN_ONLY,
    body: ({ ana }) => ({ rights: ana.me.rights }),
  },
  { route: 'PATCH /api/users/:id', cells: ADMIN_ONLY, body: () => ({ name: 'Mia M.' }) },
];

const reply = (shared: boolean) => ({
  shared,
  name: 'Thanks',
  shortcut: `t-${uuidv7().slice(-12)}`,
  body: 'Thank you.',
});

const view = (shared: boolean) => ({ shared, name: 'Urgent', base: 'waiting', order: 'waiting', filters: {} });

/** These begin or end sessions, so everybody signs in anew before each. */
const SESSIONS: Case[] = [
  {
    // The key of no site.
    route: 'POST /api/widget/visitors',
    cells: [404, 404, 404, 404, 404, 404, 404],
    body: () => ({ site: 'no-such-site' }),
  },
  {
    route: 'POST /api/widget/identity',
    cells: NOWHERE,
    body: () => ({ site: 'no-such-site', token: 'a.b.c' }),
  },
  {
    route: 'POST /api/auth/register',
    cells: [201, 201, 201, 201, 201, 201, 201],
    body: () => ({ name: 'New', email: `${uuidv7()}@post.example`, password: PASSWORD }),
  },
  { route: 'POST /api/auth/login', cells: SIGNED_IN, body: (_world, role) => credentials(role) },
  { route: 'POST /api/auth/token', cells: SIGNED_IN, body: (_world, role) => credentials(role) },
  { route: 'POST /api/auth/logout', cells: [401, 204, 204, 204, 204, 204, 204] },
  {
    route: 'POST /api/auth/setup',
    cells: [404, 404, 404, 404, 404, 404, 404],
    body: () => ({ secret: 'guess', name: 'New', email: 'new@desk.example', password: PASSWORD }),
  },
  { route: 'DELETE /api/users/:id/sessions', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'DELETE /api/users/:id/second-step', cells: [401, 403, 403, 403, 403, 403, 204] },
  { route: 'DELETE /api/me/sessions', cells: [401, 204, 204, 204, 204, 204, 204] },
  {
    route: 'PUT /api/me/password',
    cells: [401, 204, 204, 204, 204, 204, 204],
    body: (_world, role) => ({ current: credentials(role).password, next: credentials(role).password }),
  },
];

const OWN: [route: string, status: number, body?: object][] = [
  ['GET ', 200],
  ['GET /events', 200],
  ['GET /messages', 200],
  ['GET /place', 200],
  ['GET /rating', 200],
  ['POST /messages', 201, { body: 'Hello' }],
  ['PUT /read', 200, { seq: 1 }],
  ['PUT /draft', 200, { kind: 'message', body: 'Half a th' }],
  ['PUT /draft', 403, { kind: 'note', body: 'Half a th' }],
  ['PUT /rating', 409, { score: 5 }],
  ['PATCH ', 409, { subject: 'Renamed' }],
  ['PUT /status', 403, { status: 'resolved' }],
  ['PUT /assignee', 403, { assigneeId: null }],
  ['GET /notes', 403],
  ['GET /visitor', 403],
  ['GET /assignments', 403],
  ['DELETE ', 403],
];

/** What Kit gets, who manages people and roles and little else: on Mia, on a colleague who may do less, and on Zoe. */
const BY_KIT: [route: string, cells: readonly [number, number, number], body?: object][] = [
  ['PATCH /api/users/:id', [200, 200, 403], { name: 'Somebody' }],
  ['PATCH /api/users/:id', [200, 200, 403], { locale: 'fr' }],
  ['PATCH /api/users/:id', [200, 200, 403], { timeZone: 'Asia/Tokyo' }],
  ['PATCH /api/users/:id', [200, 200, 403], { capacity: 3 }],
  ['PATCH /api/users/:id', [200, 200, 403], {}],
  ['PUT /api/users/:id/picture', [200, 200, 403]],
  ['DELETE /api/users/:id/picture', [200, 200, 403]],
];

const EVENTS: { event: keyof typeof SOCKET_ACCESS; cells: Cells<string>; input: (scene: Scene) => object }[] = [
  {
    event: 'sync',
    cells: ['signed_out', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
    input: ({ id }) => ({ cursor: 0, epoch: 'x', watching: [{ ticketId: id, after: 0 }] }),
  },
  {
    event: 'watch',
    cells: ['signed_out', 'forbidden', 'forbidden', 'ok', 'ok', 'ok', 'ok'],
    input: ({ id }) => ({ ticketId: id, after: 0 }),
  },
  {
    event: 'typing',
    cells: ['signed_out', 'not_found', 'ok', 'ok', 'ok', 'ok', 'ok'],
    input: ({ id }) => ({ ticketId: id, kind: 'message' }),
  },
  {
    event: 'typing',
    cells: ['signed_out', 'not_found', 'forbidden', 'ok', 'ok', 'ok', 'ok'],
    input: ({ id }) => ({ ticketId: id, kind: 'note' }),
  },
  {
    event: 'show',
    cells: ['signed_out', 'forbidden', 'forbidden', 'ok', 'ok', 'ok', 'ok'],
    input: ({ viewId }) => ({ viewIds: [viewId] }),
  },
  {
    event: 'unwatch',
    cells: ['signed_out', 'forbidden', 'forbidden', 'ok', 'ok', 'ok', 'ok'],
    input: ({ id }) => ({ ticketId: id }),
  },
];

let world: World;
/** Holds each answer of the matrix against the API description. */
let problemOf: Awaited<ReturnType<typeof describedBy>>;
let vera: Visitor;
beforeAll(async () => {
  world = await createWorld();
  problemOf = await describedBy(world.desk.url);
  const { key } = await addSite(world.desk);
  vera = await new Visitor(world.desk.url).begins(key);
  // She holds the ticket of every scene.
  await world.zoe.patch(`/api/users/${world.ana.id}`, { capacity: 500 });
});
afterAll(() => world.end());

describe('the permission matrix', () => {
  it('has a row for every route that the app serves, and none for another', async () => {
    const served = await servedRoutes();
    expect(served.length).toBeGreaterThan(40);
    expect([...new Set([...MATRIX, ...SESSIONS].map(({ route }) => route))].toSorted()).toEqual(
      served.map(({ route }) => route).toSorted(),
    );
  });

  it('knows no route of the API that does not say what it needs', async () => {
    const served = await servedRoutes();
    const silent = served.filter(({ says, route }) => !says && route.includes('/api'));
    expect(silent).toEqual([]);
  });

  it('has a row for every event that a socket may send up', () => {
    expect(new Set(EVENTS.map(({ event }) => event))).toEqual(new Set(Object.keys(SOCKET_ACCESS)));
  });

  it.each(MATRIX)('$route answers $cells', async (row) => {
    const scene = await setTheScene(row);
    const asVera = await call(row, { scene, role: 'mia', person: vera });
    const got: number[] = [];
    for (const role of ROLES) got.push(await call(row, { scene, role, person: world[role] }));
    expect(got).toEqual(row.cells);
    expect(asVera).toBe(row.visitor ?? row.cells[1]);
  });

  it('lets a visitor do on a ticket of their own what a customer may', async () => {
    const { id } = await vera.opens('Mine');
    await world.ana.put(`/api/tickets/${id}/assignee`, { assigneeId: world.ana.id });
    const got: [string, number][] = [];
    for (const [route, , body] of OWN) {
      const [method = '', path = ''] = route.split(' ');
      got.push([route, (await vera.send(method, `/api/tickets/${id}${path}`, body)).status]);
    }
    expect(got).toEqual(OWN.map(([route, status]) => [route, status]));
  });

  it.each(BY_KIT)('%s answers %s to who manages people and may do less than an admin', async (route, cells, body) => {
    const { kit, less } = await managers();
    const got: number[] = [];
    for (const { id } of [world.mia, less, world.zoe]) {
      const [method = '', path = ''] = route.replace(':id', id).split(' ');
      const answer =
        method === 'PUT' ? await kit.puts(path, await picture('me.png')) : await kit.send(method, path, body);
      expect(problemOf(route, answer)).toBeNull();
      got.push(answer.status);
    }
    expect(got).toEqual(cells);
  });

  it.each(SESSIONS)('$route answers $cells', async (row) => {
    const scene = {
      id: '',
      messageId: '',
      noteId: '',
      attachmentId: '',
      unsentId: '',
      otherId: '',
      replyId: '',
      siteId: '',
      viewId: '',
      teamId: '',
      webhookId: '',
    };
    const got: number[] = [];
    for (const role of ROLES) {
      const person = new Person(world.desk.url);
      if (role !== 'stranger') await person.signIn(credentials(role).email, credentials(role).password);
      got.push(await call(row, { scene, role, person }));
    }
    expect(got).toEqual(row.cells);
    // Changing a password ended every session that the cast had.
    for (const role of ROLES)
      if (role !== 'stranger') await world[role].signIn(credentials(role).email, credentials(role).password);
  });

  it.each(EVENTS)('$event answers $cells', async ({ event, cells, input }) => {
    const scene = await setTheScene({ route: event, cells: PUBLIC });
    const got: string[] = [];
    for (const role of ROLES) {
      if (role === 'stranger') {
        got.push(await refusedSocket(world.desk.url));
        continue;
      }
      const listener = await world[role].listen();
      got.push(await emit(listener, event, input(scene)));
      listener.close();
    }
    expect(got).toEqual(cells);
  });
});

function credentials(role: Role): { email: string; password: string } {
  if (role === 'zoe') return ADMIN;
  return { email: `${role}@${role === 'mia' || role === 'jonas' ? 'post' : 'desk'}.example`, password: PASSWORD };
}

let shared: Promise<Scene> | undefined;
/** Reading changes nothing, an upload and a draft nothing that others see, so all of them share one. */
function setTheScene({ route, waits, resolved, upload }: Case): Promise<Scene> {
  if (
    route.startsWith('GET') ||
    upload ||
    /\/(?:draft|seen|team)$/u.test(route) ||
    !/(tickets|attachments)\/:id/u.test(route)
  )
    return (shared ??= newScene(false));
  return newScene(waits ?? false, resolved);
}

let added: Promise<{ kit: Person; less: { id: string } }> | undefined;
/** Both have roles of their own. */
const managers = () => (added ??= addManagers());
async function addManagers() {
  const all = ['view', 'create', 'update', 'delete'];
  await world.zoe.post('/api/roles', { code: 'keeper', name: 'Keeper', rights: { people: all, roles: all } });
  await world.zoe.post('/api/roles', { code: 'reader', name: 'Reader', rights: { people: ['view'] } });
  const { email } = await addPerson(world.desk, { name: 'Kit', role: 'keeper' });
  const less = await addPerson(world.desk, { name: 'Rea', role: 'reader' });
  return { kit: await new Person(world.desk.url).signIn(email), less };
}

let scenes = 0;

let other: Promise<{ id: string }> | undefined;
/** One for all scenes. */
const another = () => (other ??= world.jonas.opens('The same again'));

let webhook: Promise<string> | undefined;
/** One for all scenes. Nothing listens there. */
const oneWebhook = () => (webhook ??= addWebhook(world.zoe, 'http://127.0.0.1:9/hooks').then(({ id }) => id));

async function newScene(waits: boolean, resolved = false): Promise<Scene> {
  const { jonas, ana, sol, zoe } = world;
  // Nobody may open more than twenty in an hour.
  const opener = [jonas, sol, zoe][scenes++ % 3] ?? jonas;
  const onBehalf = opener === jonas ? {} : { customerId: jonas.id };
  const opened = { subject: 'The machine leaks', body: 'Again', ...onBehalf };
  const { body: ticket } = await opener.post<{ id: string }>('/api/tickets', opened);
  const { id: otherId } = await another();
  const photo = await picture('leak.png');
  const [{ body: sent }, { body: unsent }] = [
    await jonas.attaches(ticket.id, photo),
    await jonas.attaches(ticket.id, photo),
  ];
  const message = { body: 'From below', attachmentIds: [sent.id] };
  const { id: messageId } = (await jonas.post<{ id: string }>(`/api/tickets/${ticket.id}/messages`, message)).body;
  if (!waits) expect((await ana.put(`/api/tickets/${ticket.id}/assignee`, { assigneeId: ana.id })).status).toBe(200);
  if (resolved) expect((await ana.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })).status).toBe(200);
  const { body: note } = await ana.post<{ id: string }>(`/api/tickets/${ticket.id}/notes`, { body: 'Third time' });
  const { body: saved } = await world.sol.post<{ id: string }>('/api/saved-replies', reply(true));
  const { body: site } = await world.zoe.post<{ id: string }>('/api/sites', { name: 'Shop', origins: [] });
  const { body: named } = await ana.post<{ id: string }>('/api/views', view(true));
  const { body: team } = await world.sol.post<{ id: string }>('/api/teams', { name: `Team ${ticket.id}` });
  const ids = { messageId, noteId: note.id, attachmentId: sent.id, unsentId: unsent.id, replyId: saved.id };
  const others = { siteId: site.id, viewId: named.id, teamId: team.id, webhookId: await oneWebhook() };
  return { id: ticket.id, ...ids, otherId, ...others };
}

async function call(
  { route, query = '', body, upload, picture: isPicture }: Case,
  { scene, role, person }: { scene: Scene; role: Role; person: Person },
) {
  const [method = '', path = ''] = route.split(' ');
  const ofAttachment = route.startsWith('DELETE') ? scene.unsentId : scene.attachmentId;
  const id = path.startsWith('/api/users')
    ? world.mia.id
    : path.startsWith('/api/attachments')
      ? ofAttachment
      : path.startsWith('/api/saved-replies')
        ? scene.replyId
        : path.startsWith('/api/sites')
          ? scene.siteId
          : path.startsWith('/api/views')
            ? scene.viewId
            : path.startsWith('/api/teams')
              ? scene.teamId
              : path.startsWith('/api/webhooks')
                ? scene.webhookId
                : scene.id;
  if (upload) {
    const file = text('a.txt', 'a');
    const answer = await person.attaches(path.includes('/:id') ? id : null, file, { kind: upload });
    expect(problemOf(route, answer)).toBeNull();
    return answer.status;
  }
  const address = path
    .replace(/^\/\*$/u, '/tickets/new')
    .replace('*', 'none')
    .replace(':messageId', scene.messageId)
    .replace(':noteId', scene.noteId)
    .replace(':otherId', scene.otherId)
    .replace('pictures/:key', `pictures/${'0'.repeat(32)}`)
    .replace(':key', 'no-such-site')
    .replace(':code', 'agent')
    .replace(':userId', world.mia.id)
    .replace(':sessionId', uuidv7())
    .replace(':code', 'nothing')
    .replace(':deliveryId', uuidv7())
    .replace(':scope', 'all')
    .replace(':id', id);
  const answer = isPicture
    ? await person.puts(address, await picture('me.png', { width: 40, height: 40 }))
    : await person.send(method, address + query, body?.(world, role, scene));
  expect(problemOf(route, answer)).toBeNull();
  return answer.status;
}

async function emit(listener: Listener, event: string, input: object): Promise<string> {
  const answer: { ok: boolean; error?: { code: string } } = await Reflect.apply(
    listener.socket.emitWithAck,
    listener.socket,
    [event, input],
  );
  return answer.ok ? 'ok' : String(answer.error?.code);
}

async function refusedSocket(url: string): Promise<string> {
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: { origin: url },
    reconnection: false,
    forceNew: true,
  });
  const error = await new Promise<Error & { data?: { error: { code: string } } }>((resolve, reject) => {
    socket.once('connect_error', resolve);
    socket.once('connect', () => reject(new Error('A stranger got a socket.')));
  }).finally(() => socket.disconnect());
  return String(error.data?.error.code);
}

/** Read from an app of its own, over an empty folder. */
async function servedRoutes() {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-'));
  const config = { ...readConfig({ DATA_DIR: folder, LOG_LEVEL: 'fatal' }), port: 0 };
  const running = await start({ config, log: createLog('fatal') });
  await running.stop();
  await rm(folder, { recursive: true, force: true });
  const says = new Map<string, boolean>();
  for (const { method, path, handler } of running.routes) {
    // Middleware is registered for all methods; routes name theirs.
    if (method === 'ALL') continue;
    const route = `${method} ${path}`;
    says.set(route, (says.get(route) ?? false) || 'route' in handler);
  }
  return [...says].map(([route, known]) => ({ route, says: known }));
}
