// Takes webhooks at http://localhost:8080, and prints those that are signed by the server. No packages.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const { WEBHOOK_SECRET = '', PORT = '8080' } = process.env;
const key = Buffer.from(WEBHOOK_SECRET.replace('whsec_', ''), 'base64');

function isSigned(headers: NodeJS.Dict<string | string[]>, body: string) {
  const sentAt = Number(headers['webhook-timestamp']);
  if (!(Math.abs(Date.now() / 1000 - sentAt) <= 300)) return false;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => Buffer.from(signature))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}

createServer(async (request, answer) => {
  const body = await text(request);
  const signed = isSigned(request.headers, body);
  answer.writeHead(signed ? 200 : 401).end();
  if (!signed) return;
  const event = JSON.parse(body) as { type: string; timestamp: string; data: object };
  console.log(event.type, event.timestamp);
}).listen(Number(PORT));
