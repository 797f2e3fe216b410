// npm install openapi-fetch
// npx openapi-typescript https://desk.example/api/openapi.json -o answerback.ts
import createClient from 'openapi-fetch';
import type { components, paths } from './answerback.ts';

const api = createClient<paths>({ baseUrl: 'https://desk.example' });

/** What a call answers. An error has a `code` for programs and a `message` for people. */
function answerOf<T>({ data, error }: { data?: T; error?: components['schemas']['Error'] }): T {
  if (data === undefined) throw new Error(`${error?.error.code}: ${error?.error.message}`);
  return data;
}

// Sign in. The token lasts 15 minutes; POST /api/auth/token/refresh gives the next one.
const { EMAIL = '', PASSWORD = '' } = process.env;
const { token } = answerOf(await api.POST('/api/auth/token', { body: { email: EMAIL, password: PASSWORD } }));
api.use({ onRequest: ({ request }) => request.headers.set('Authorization', `Bearer ${token}`) });

// Find a customer, and open a ticket for them. Because you choose its id, a second try opens no second ticket.
const found = answerOf(await api.GET('/api/customers', { params: { query: { q: 'Jonas' } } }));
const id = crypto.randomUUID();
const opened = { id, subject: 'No heating', body: 'He called at 9:40.', customerId: found.items[0]?.id };
answerOf(await api.POST('/api/tickets', { body: opened }));

// List the open tickets of this customer, answer, and resolve.
const query = { statusType: ['open' as const], customer: opened.customerId };
for (const ticket of answerOf(await api.GET('/api/tickets', { params: { query } })).items)
  console.log(ticket.number, ticket.subject);
const params = { path: { id } };
answerOf(await api.POST('/api/tickets/{id}/messages', { params, body: { body: 'We are on our way.' } }));
answerOf(await api.PUT('/api/tickets/{id}/status', { params, body: { status: 'resolved' } }));

// An error is typed too.
const { error } = await api.PUT('/api/tickets/{id}/status', { params, body: { status: 'repaired' } });
if (error?.error.code === 'invalid') console.log('status:', error.error.fields?.['status']);

// Read what happened.
for (const event of answerOf(await api.GET('/api/tickets/{id}/events', { params })).items)
  console.log(new Date(event.at).toISOString(), event.type);
