import type { Env, Input, ValidationTargets } from 'hono';
import { validator } from 'hono-openapi';
import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { readInput } from './input.ts';
import { FAULTS_MOST, requireKnownShape, shapeFaults, UNKNOWN_FIELD, WRONG_KIND } from './shape.ts';

/** Validates the input of a route and documents it. The error for wrong input names its fields and never repeats values. */
export function valid<S extends v.GenericSchema, T extends keyof ValidationTargets, E extends Env, P extends string>(
  target: T,
  schema: S,
) {
  const documented = validator<
    S,
    T,
    E,
    P,
    v.InferInput<S>,
    v.InferOutput<S>,
    { in: { [K in T]: v.InferInput<S> }; out: { [K in T]: v.InferOutput<S> } } & Input
  >(target, schema);
  requireKnownShape(schema);
  // hono-openapi's own validator reads every header, which builds a full Request: three times the cost of a read.
  const parsed: typeof documented = async (c, next) => {
    c.req.addValidatedData(target, parse(schema, await readInput(c, target)) as object);
    await next();
  };
  return Object.assign(parsed, documented);
}

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

export function invalid(issues: readonly Issue[]) {
  // A Map, because an object has names such as `toString` from its prototype.
  const faults = new Map<string, string>();
  for (const { message, path } of issues) {
    const name = path?.map((step) => String(typeof step === 'object' ? step.key : step)).join('.') || 'body';
    const field = name.slice(0, 100);
    if (faults.size < FAULTS_MOST && !faults.has(field)) faults.set(field, plain(message));
  }
  const [first] = faults;
  const message = first ? `Please check ${first[0]}: ${first[1]}` : 'Please check what was sent.';
  return new AppError(422, 'invalid', message, { fields: Object.fromEntries(faults) });
}

/** Valibot's default messages repeat the input; these do not. */
function plain(message: string) {
  if (message.startsWith('Invalid key')) return /received "/u.test(message) ? UNKNOWN_FIELD : 'This field is missing.';
  return message.startsWith('Invalid') ? WRONG_KIND : message;
}

/** For input that comes through no route: socket events. */
export function parse<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const faults = shapeFaults(schema, input);
  const result = v.safeParse(schema, input);
  if (result.success && faults.length === 0) return result.output;
  const issues = result.issues?.map(({ message, path }) => ({ message, path: path?.map((step) => String(step.key)) }));
  throw invalid([...faults, ...(issues ?? [])]);
}
