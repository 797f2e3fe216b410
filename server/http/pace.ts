import { createMiddleware } from 'hono/factory';
import type { Limits } from './limits.ts';
import type { Actor } from '../auth/actor.ts';

/** For what people write, and change of what they wrote. Staff answer many customers at once. */
export const paced = (limits: Limits) =>
  createMiddleware<{ Variables: { actor: Actor } }>(async (c, next) => {
    const { kind, id } = c.var.actor;
    await limits.spend(kind === 'staff' ? 'staff_message' : 'customer_message', id);
    await next();
  });
