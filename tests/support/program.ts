import { expect } from 'vitest';
import type * as v from 'valibot';
import type { programSession } from '../../server/auth/contract.ts';
import { type Answer, PASSWORD, Person } from './person.ts';

type ProgramSession = v.InferOutput<typeof programSession>;

/** A program that somebody wrote: a bearer token, no cookie, and no Origin. */
export class Program extends Person {
  token = '';
  refreshToken = '';

  override get headers(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }

  override get site(): Record<string, string> {
    return {};
  }

  async signsIn(email: string, password = PASSWORD): Promise<this> {
    const answer = await this.post<ProgramSession>('/api/auth/token', { email, password });
    expect(answer.status).toBe(200);
    this.keeps(answer.body);
    return this;
  }

  /** As a program does: it goes on with the pair that it is given. */
  async refreshes(refreshToken = this.refreshToken): Promise<Answer<ProgramSession>> {
    const answer = await this.post<ProgramSession>('/api/auth/token/refresh', { refreshToken });
    if (answer.status === 200) this.keeps(answer.body);
    return answer;
  }

  private keeps({ token, refreshToken, user, rights }: ProgramSession) {
    Object.assign(this, { token, refreshToken, me: { ...user, rights, menu: [] } });
  }
}
