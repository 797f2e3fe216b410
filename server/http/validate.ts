import type { Env, MiddlewareHandler } from 'hono';
import * as v from 'valibot';
import { invalidFields } from '../errors.ts';
import { readInput } from './input.ts';
import { FAULTS_MOST, namesIn, requireKnownShape, shapeFaults, UNKNOWN_FIELD, WRONG_KIND } from './shape.ts';

/** What a route reads: the API description shows it. */
export interface RouteInput {
  target: 'json' | 'param' | 'query';
  schema: v.GenericSchema;
}

/** Validates the input of a route. The error for wrong input names its fields and never repeats values. */
export function valid<S extends v.GenericSchema, T extends RouteInput['target'], E extends Env, P extends string>(
  target: T,
  schema: S,
) {
  requireKnownShape(schema);
  // A query is short, so it is told all that it may hold.
  const unknown = target === 'query' ? `${UNKNOWN_FIELD} Use one of: ${namesIn(schema).join(', ')}.` : UNKNOWN_FIELD;
  type Typed = { in: { [K in T]: v.InferInput<S> }; out: { [K in T]: v.InferOutput<S> } };
  const parsed: MiddlewareHandler<E, P, Typed, never> = async (c, next) => {
    c.req.addValidatedData(target, parse(schema, await readInput(c, target), unknown) as object);
    await next();
  };
  return Object.assign(parsed, { input: { target, schema } satisfies RouteInput });
}

interface Issue {
  message: string;
  type?: string;
  expected?: string | null;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

export function invalid(issues: readonly Issue[]) {
  // A Map, because an object has names such as `toString` from its prototype.
  const faults = new Map<string, string>();
  for (const { path, ...issue } of issues) {
    const name = path?.map((step) => String(typeof step === 'object' ? step.key : step)).join('.') || 'body';
    const field = name.slice(0, 100);
    if (faults.size < FAULTS_MOST && !faults.has(field)) faults.set(field, plain(issue));
  }
  return invalidFields(Object.fromEntries(faults));
}

/** Valibot's default messages repeat the input; these do not. */
function plain({ message, type, expected }: Issue) {
  if (type === 'picklist' && expected && message.startsWith('Invalid'))
    return `Use one of: ${expected.replaceAll(/[()"]/gu, '').replaceAll(' | ', ', ')}.`;
  if (message.startsWith('Invalid key')) return /received "/u.test(message) ? UNKNOWN_FIELD : 'This field is missing.';
  return message.startsWith('Invalid') ? WRONG_KIND : message;
}

/** Forms, whose every fault is named, have a few dozen values. */
const VALUES_MOST = 1_000;

function isSmall(input: unknown): boolean {
  const left = [input];
  for (let seen = 0; left.length > 0; seen += 1) {
    if (seen + left.length > VALUES_MOST) return false;
    const value = left.pop();
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) left.push(inner);
  }
  return true;
}

/** For input that comes through no route: socket events. */
export function parse<S extends v.GenericSchema>(schema: S, input: unknown, unknown = UNKNOWN_FIELD): v.InferOutput<S> {
  const faults = shapeFaults(schema, input, unknown);
  // Valibot makes an object of each issue: a body of 128 KiB has room for 60,000, which take a third of a second.
  let result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success && faults.length === 0) return result.output;
  if (!result.success && isSmall(input)) result = v.safeParse(schema, input);
  const issues = result.issues?.map(({ path, ...issue }) => ({
    ...issue,
    path: path?.map((step) => String(step.key)),
  }));
  throw invalid([...faults, ...(issues ?? [])]);
}
