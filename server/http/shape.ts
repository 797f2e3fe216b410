import type * as v from 'valibot';

/** One fault of an input, as valibot says its issues. */
export interface Fault {
  message: string;
  path: string[];
}

export const WRONG_KIND = 'This value is not of the right kind.';
export const UNKNOWN_FIELD = 'This field is unknown.';
/** No schema is nearly as deep. */
const DEPTH_MOST = 16;
/** More of them tell a person nothing new. */
export const FAULTS_MOST = 50;

/** The parts of a valibot schema that are read here. A pipe has the parts of its first schema, which alone sees the input. */
interface Part {
  type: string;
  entries?: Record<string, Part>;
  item?: Part;
  items?: Part[];
  wrapped?: Part;
  options?: Part[];
  /** Of a variant: the name of the field that tells its options apart. */
  key?: unknown;
  literal?: unknown;
  value?: Part;
}
const OBJECTS = new Set(['strict_object', 'object', 'loose_object', 'record']);
const LISTS = new Set(['array', 'tuple']);
const WRAPPERS = new Set(['optional', 'nullable', 'nullish', 'exact_optional']);
const CHOICES = new Set(['union', 'variant']);
const VALUES = new Set(['string', 'number', 'boolean', 'literal', 'picklist', 'null']);

/**
 * The faults that valibot lets pass in every schema: a list in place of an object, numbers that no program can count with (1e308),
 * half characters, which the database would replace, and all unknown fields after the first.
 */
export function shapeFaults(schema: v.GenericSchema, input: unknown, unknown = UNKNOWN_FIELD): Fault[] {
  const faults: Fault[] = [];
  look(partOf(schema), input, { path: [], faults, unknown });
  return faults;
}

/** The names of the fields of an object. */
export const namesIn = (schema: v.GenericSchema) => Object.keys(partOf(schema).entries ?? {});

/** Throws at the start of the server, so that no route can have a schema that `shapeFaults` does not understand. */
export function requireKnownShape(schema: v.GenericSchema) {
  for (const part of everyPart(partOf(schema)))
    if (![OBJECTS, LISTS, WRAPPERS, CHOICES, VALUES].some((types) => types.has(part.type)))
      throw new Error(`No input may have a schema of the type ${part.type}, until shape.ts understands it.`);
}

/** Valibot's own types name each kind of schema apart; all of them have these parts. */
const partOf = (schema: v.GenericSchema) => schema as Part;

interface Place {
  path: string[];
  faults: Fault[];
  /** What to say of an unknown field. */
  unknown: string;
}

// On the path of every message: no closure and no copy of the path, unless there is a fault.
function look(declared: Part | undefined, value: unknown, at: Place) {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) say(at, 'This text holds a broken character.');
  } else if (typeof value === 'number') {
    if (!isCountable(value)) say(at, 'This number is too large.');
  } else if (typeof value === 'object' && value !== null) lookInside(declared, value, at);
}

function lookInside(declared: Part | undefined, value: object, at: Place) {
  if (at.path.length === DEPTH_MOST) return say(at, 'This is nested too deeply.');
  const part = partFor(declared, value);
  if (Array.isArray(value) && part && OBJECTS.has(part.type)) return say(at, WRONG_KIND);
  for (const key of Object.keys(value)) {
    at.path.push(key);
    const entry = entryOf(part, key);
    if (!entry && part?.type === 'strict_object') say(at, at.unknown);
    look(entry, Reflect.get(value, key), at);
    at.path.pop();
  }
}

function say({ path, faults }: Place, message: string) {
  if (faults.length < FAULTS_MOST) faults.push({ message, path: [...path] });
}

/** Beyond the safe range two different integers are equal, and JSON has no word for infinity. */
const isCountable = (value: number) =>
  Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));

/** The part that a list or an object has to fit, inside of wrappers and unions. */
function partFor(part: Part | undefined, value: object): Part | undefined {
  if (part?.wrapped) return partFor(part.wrapped, value);
  if (part?.type === 'variant' && !Array.isArray(value)) return optionFor(part, value);
  if (!part || !CHOICES.has(part.type)) return part;
  const options = (part.options ?? []).map((option) => partFor(option, value));
  const fits = Array.isArray(value) ? LISTS : OBJECTS;
  // Without a list among the options, a list is held against the object.
  return [fits, OBJECTS].flatMap((types) => options.find((option) => option && types.has(option.type)) ?? [])[0];
}

/** The first one for a variant that does not exist, which valibot refuses: its faults are named too. */
function optionFor({ key, options = [] }: Part, value: object): Part | undefined {
  const name = String(key);
  const wanted: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  return options.find((option) => wanted !== undefined && option.entries?.[name]?.literal === wanted) ?? options[0];
}

function entryOf(part: Part | undefined, key: string): Part | undefined {
  if (part?.entries) return Object.hasOwn(part.entries, key) ? part.entries[key] : undefined;
  if (part?.type === 'record') return part.value;
  return part?.item ?? part?.items?.[Number(key)];
}

function everyPart(part: Part): Part[] {
  const inner = [part.item, part.wrapped, part.type === 'record' ? part.value : undefined, ...(part.items ?? [])];
  const options = CHOICES.has(part.type) ? (part.options ?? []) : [];
  return [
    part,
    ...[...inner, ...options, ...Object.values(part.entries ?? {})].flatMap((one) => (one ? everyPart(one) : [])),
  ];
}
