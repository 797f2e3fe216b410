import { Secret, TOTP } from 'otpauth';
import { expect, onTestFinished } from 'vitest';
import type { Desk } from './desk.ts';
import { PASSWORD, type Person } from './person.ts';

/** An app on somebody's phone. */
export class Authenticator {
  readonly secret: string;
  readonly #desk: Pick<Desk, 'ahead'>;

  constructor(desk: Pick<Desk, 'ahead'>, secret: string) {
    this.#desk = desk;
    this.secret = secret;
  }

  /** The code of now, or of some steps of 30 seconds before or after. */
  code(steps = 0): string {
    const { ms, stopped = Date.now() } = this.#desk.ahead;
    const timestamp = stopped + ms + steps * 30_000;
    return new TOTP({ secret: Secret.fromBase32(this.secret) }).generate({ timestamp });
  }
}

/** Stops the server's clock until the end of the test: a code of 30 seconds stays the code of now, however slow the test is. */
export function stopClock({ ahead }: Pick<Desk, 'ahead'>) {
  ahead.stopped = Date.now();
  onTestFinished(() => void (ahead.stopped = undefined));
}

/** Sets up a second step. The next code that is accepted is one of a later step: `code(1)`. */
export async function enrol(desk: Pick<Desk, 'ahead'>, person: Person) {
  const begun = await person.post<{ secret: string }>('/api/me/second-step', {});
  expect(begun.status).toBe(201);
  const app = new Authenticator(desk, begun.body.secret);
  const confirmed = await person.put<{ recoveryCodes: string[] }>('/api/me/second-step', { code: app.code() });
  expect(confirmed.status).toBe(200);
  return { app, recoveryCodes: confirmed.body.recoveryCodes };
}

/** What the error says that asks for a second step. */
export interface Asked {
  error: { code: string; message: string; details: { pending: string; ways: string[] }; fields?: { code: string } };
}

/** Types the password, and returns the secret with which the second step goes on. */
export async function askedFor(person: Person, email: string, password = PASSWORD) {
  const answer = await person.post<Asked>('/api/auth/login', { email, password });
  expect([answer.status, answer.body.error.code]).toEqual([401, 'second_step']);
  return answer.body.error.details;
}
