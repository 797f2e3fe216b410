import { WEBHOOK_EVENTS } from '../webhooks/contract.ts';

const header = (name: string, description: string) => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
});

/** What the server sends to a webhook, for `webhooks` of OpenAPI 3.1. */
export const webhookDescription = () => ({
  event: {
    post: {
      operationId: 'receiveEvent',
      summary: 'An event, as a webhook receives it',
      // The signature says who sends it; no sign-in of ours goes to a receiver.
      security: [],
      description:
        'By Standard Webhooks 1.0. Only 2xx is a success; anything else, or no answer within 15 seconds, is repeated after 5 s, 5 min, 30 min and 2, 5, 10, 14, 20 and 24 h, or later if `Retry-After` says so, always with the same `webhook-id`. 410 turns the webhook off, and so do five days without a success. The events of one ticket come in order.',
      parameters: [
        header('webhook-id', 'The same at every attempt and replay: do what you do once per id.'),
        header('webhook-timestamp', 'Seconds since 1970, when this attempt was sent.'),
        header(
          'webhook-signature',
          '`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two of them, with a space between, for a day after a rotation.',
        ),
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: eventBody } },
      },
      responses: { '2XX': { description: 'Received.' }, '410': { description: 'Gone: send nothing more.' } },
    },
  },
});

const eventBody = {
  type: 'object',
  required: ['type', 'timestamp', 'data'],
  properties: {
    type: { type: 'string', enum: [...WEBHOOK_EVENTS, 'webhook.test'] },
    timestamp: { type: 'string', format: 'date-time', description: 'When it happened.' },
    data: {
      description: 'Ids, or with `carries: staff` the event as staff hear it.',
      anyOf: [
        {
          type: 'object',
          required: ['eventId', 'ticketId', 'ticketNumber', 'actorId'],
          properties: {
            eventId: { type: 'integer' },
            ticketId: { type: 'string', format: 'uuid' },
            ticketNumber: { type: ['integer', 'null'] },
            actorId: { type: ['string', 'null'] },
            messageId: { type: 'string' },
            noteId: { type: 'string' },
          },
        },
        { $ref: '#/components/schemas/Event' },
        { type: 'object', required: ['webhookId'], properties: { webhookId: { type: 'string' } } },
      ],
    },
  },
};
