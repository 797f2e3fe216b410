import { expect } from 'vitest';
import type { Attachment, AttachmentKind } from '../../server/attachments/contract.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { Me } from '../../server/people/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Picked } from './files.ts';
import { listen, type Listener } from './listener.ts';

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** A person with a browser: their own cookie, over real HTTP. */
export class Person {
  readonly url: string;
  cookie = '';
  me!: Me;

  constructor(url: string) {
    this.url = url;
  }

  get id() {
    return this.me.id;
  }
  get email() {
    if (!this.me.email) throw new Error(`${this.name} has no address.`);
    return this.me.email;
  }
  get name() {
    return this.me.name;
  }

  /** Their credential. */
  get headers(): Record<string, string> {
    return this.cookie ? { cookie: this.cookie } : {};
  }

  /** What a browser says of the page that asks. */
  get site(): Record<string, string> {
    return { origin: this.url };
  }

  async send<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...this.site,
        ...this.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? parse(text) : null) as T };
  }

  get = <T = unknown>(path: string) => this.send<T>('GET', path);
  post = <T = unknown>(path: string, body?: unknown) => this.send<T>('POST', path, body ?? {});
  put = <T = unknown>(path: string, body?: unknown) => this.send<T>('PUT', path, body ?? {});
  patch = <T = unknown>(path: string, body?: unknown) => this.send<T>('PATCH', path, body ?? {});
  delete = <T = unknown>(path: string) => this.send<T>('DELETE', path);

  async register(name: string, email: string, password = PASSWORD): Promise<this> {
    const answer = await this.post<Me>('/api/auth/register', { name, email, password });
    expect(answer.status).toBe(201);
    this.me = answer.body;
    return this;
  }

  async signIn(email: string, password = PASSWORD): Promise<this> {
    const answer = await this.post<Me>('/api/auth/login', { email, password });
    expect(answer.status).toBe(200);
    this.me = answer.body;
    return this;
  }

  async opens(subject: string, body = `About: ${subject}`): Promise<TicketRow> {
    const answer = await this.post<TicketRow>('/api/tickets', { subject, body });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  async says(ticketId: string, body: string) {
    const answer = await this.post<{ id: string; seq: number; eventId: number }>(`/api/tickets/${ticketId}/messages`, {
      body,
    });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  /** On a ticket, or null for a ticket that is not opened yet. */
  async attaches(
    ticketId: string | null,
    file: Picked,
    { kind = 'message', id = uuidv7() }: { kind?: AttachmentKind; id?: string } = {},
  ): Promise<Answer<Attachment>> {
    const form = new FormData();
    form.append('id', id);
    form.append('kind', kind);
    form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type ?? '' }), file.name);
    return this.sendForm<Attachment>(ticketId ? `/api/tickets/${ticketId}/attachments` : '/api/attachments', form);
  }

  /** A file alone: a picture of a person. */
  async puts<T = unknown>(path: string, file: Picked): Promise<Answer<T>> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type ?? '' }), file.name);
    return this.sendForm<T>(path, form, 'PUT');
  }

  async sendForm<T = unknown>(path: string, body: FormData, method = 'POST'): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.site, ...this.headers },
      ...{ body },
    });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, body: (answer ? parse(answer) : null) as T };
  }

  /** The bytes of an attachment, or of its thumbnail. */
  async downloads(id: string, which: '' | '/thumbnail' = '') {
    const response = await fetch(`${this.url}/api/attachments/${id}${which}`, {
      headers: this.headers,
    });
    const { status, headers } = response;
    return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  /** A live socket, caught up, watching these tickets. */
  listen = (...watching: string[]): Promise<Listener> => listen(this, watching);
}

export const PASSWORD = 'a long enough password';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
