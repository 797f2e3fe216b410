import { expect } from 'vitest';
import type { StartedVisitor } from '../../server/widget/contract.ts';
import { Person } from './person.ts';

/** Somebody in the widget: a bearer token, and no cookie. */
export class Visitor extends Person {
  token = '';

  override get headers(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }

  async begins(site: string, visit: object = {}): Promise<this> {
    const answer = await this.post<StartedVisitor>('/api/widget/visitors', { site, ...visit });
    expect(answer.status).toBe(201);
    this.token = answer.body.token;
    this.me = answer.body.me;
    return this;
  }
}
