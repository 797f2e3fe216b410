import { expect } from 'vitest';
import type { Identified, StartedVisitor } from '../../server/widget/contract.ts';
import { type Answer, Person } from './person.ts';

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

  /** As the frame does: it goes on with the token that it is given. */
  async identifies(site: string, token: string, visit: object = {}): Promise<Answer<Identified>> {
    const answer = await this.post<Identified>('/api/widget/identity', { site, token, ...visit });
    if (answer.status === 200) {
      this.token = answer.body.token;
      this.me = answer.body.me;
    }
    return answer;
  }
}
