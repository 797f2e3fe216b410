/** Bodies for chats: one sentence, with the texts only if the webhook carries them. */
import { cut } from '../text/cut.ts';
import type { Said } from './body.ts';
import { type Template, EVENT_WORDS, isWebhookEvent } from './contract.ts';

/** Chats cut long messages, each at another place. */
const QUOTE_MOST = 300;

export interface Words {
  title: string;
  text: string;
  link: string | null;
}

export interface Form {
  body: string;
  headers: Record<string, string>;
}

/** What a person reads: `Ana: ticket 1042, Where is my parcel, has a new message. “It is on its way.”` */
export function wordsOf({ type, ids, subject, event }: Said, publicUrl: string): Words {
  const ticket = ids.ticketNumber === null ? 'A ticket' : `Ticket ${ids.ticketNumber}`;
  const said = isWebhookEvent(type) ? EVENT_WORDS[type].said : 'changed';
  const actor = event?.actor ? `${event.actor.name}: ` : '';
  const about = event && subject !== null ? `, ${subject},` : '';
  const quote = quoteOf(event);
  return {
    title: ticket,
    text: `${actor}${ticket}${about} ${said}.${quote ? ` “${cut(quote, QUOTE_MOST, '…')}”` : ''}`,
    link: ids.ticketNumber === null ? null : `${publicUrl}/desk/all/${ids.ticketId}`,
  };
}

function quoteOf(event: Said['event']): string {
  if (!event) return '';
  if ('message' in event) return event.message.body;
  return 'note' in event ? event.note.body : '';
}

/** Null: the body for programs. */
export function formOf(template: Template, words: Words): Form | null {
  const { title, text, link } = words;
  const json = (body: object): Form => ({
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
  switch (template) {
    case 'standard':
      return null;
    case 'slack': {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      return json({ text: link ? `${escaped} <${link}|Open>` : escaped });
    }
    case 'discord':
      // Nobody is called by a text that a customer wrote.
      return json({ content: withLink(unmarked(text), link), allowed_mentions: { parse: [] } });
    case 'teams':
      return json({
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: [{ type: 'TextBlock', text: unmarked(text), wrap: true }],
              ...(link && { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: link }] }),
            },
          },
        ],
      });
    case 'ntfy':
      // The title is ours, so no text of a person gets into a header.
      return {
        body: text,
        headers: { 'content-type': 'text/plain; charset=utf-8', title, ...(link && { click: link }) },
      };
    default:
      return template satisfies never;
  }
}

const withLink = (text: string, link: string | null) => (link ? `${text}\n${link}` : text);

/** Markdown that somebody wrote stays what they wrote. */
const unmarked = (text: string) => text.replaceAll(/[\\`*_~|>[\]()#]/gu, String.raw`\$&`);
