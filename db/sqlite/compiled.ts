/**
 * Runs what Drizzle prepared. Drizzle asks of every parameter and every column what it is, at every run; that is known
 * once, when the statement is compiled. Measured with the row of a ticket, beyond SQLite's own 10 µs: 1.5 and not 15.
 */
import { Column, getTableName, is, Param, Placeholder, SQL } from 'drizzle-orm';

type Row = Record<string, unknown>;
type Decode = (raw: unknown) => unknown;

/** What a prepared query of Drizzle over better-sqlite3 is made of, as far as it is needed here. */
interface Inside {
  query: { params: unknown[] };
  stmt: { run(...params: unknown[]): unknown; raw(): { all(...params: unknown[]): unknown[][] } };
  executeMethod: 'run' | 'all' | 'get';
  fields: { path: string[]; field: unknown }[] | undefined;
  customResultMapper: unknown;
  joinsNotNullableMap: Record<string, boolean> | undefined;
}

export interface Compiled {
  execute(values?: Row): Promise<unknown>;
}

/** Null for what is read in another way: Drizzle runs that itself. */
export function compiled(prepared: unknown): Compiled | null {
  // The one place that knows the inside of Drizzle's prepared query; tests/compiled.test.ts holds both to the same answers.
  const { query, stmt, executeMethod, fields, customResultMapper, joinsNotNullableMap } = prepared as Inside;
  if (customResultMapper || executeMethod === 'get') return null;
  const fill = filler(query.params);
  if (executeMethod === 'run') return { execute: async (values = {}) => stmt.run(...fill(values)) };
  if (!fields) return null;
  const raw = stmt.raw();
  const toRow = mapper(fields, joinsNotNullableMap);
  return { execute: async (values = {}) => raw.all(...fill(values)).map(toRow) };
}

function filler(params: unknown[]) {
  const binds = params.map((param) => {
    if (is(param, Placeholder)) return { name: param.name, encode: null };
    if (is(param, Param) && is(param.value, Placeholder)) {
      const { encoder } = param;
      return { name: param.value.name, encode: (value: unknown) => encoder.mapToDriverValue(value) };
    }
    return { name: null, value: param };
  });
  return (values: Row) =>
    binds.map((bind) => {
      if (bind.name === null) return bind.value;
      const value = values[bind.name];
      if (value === undefined && !(bind.name in values)) throw new Error(`No value was given for ${bind.name}.`);
      return bind.encode ? bind.encode(value) : value;
    });
}

interface Cell {
  name: string;
  at: number;
  decode: Decode | null;
}
/** What a joined table gave; null as a whole where the join found nothing, which its first column tells. */
interface Group {
  name: string;
  cells: Cell[];
  blank: Row;
  nullableBy: number | null;
}

function mapper(fields: NonNullable<Inside['fields']>, notNullable: Inside['joinsNotNullableMap']) {
  const cells: Cell[] = [];
  const groups = new Map<string, Group>();
  fields.forEach(({ path, field }, at) => {
    const [first = '', second] = path;
    const decode = decoderOf(field);
    if (second === undefined) return void cells.push({ name: first, at, decode });
    const group = groups.get(first) ?? { name: first, cells: [], blank: {}, nullableBy: null };
    const isJoined = is(field, Column) && notNullable !== undefined && !notNullable[getTableName(field.table)];
    if (group.cells.length === 0 && isJoined) group.nullableBy = at;
    group.cells.push({ name: second, at, decode });
    groups.set(first, group);
  });
  for (const group of groups.values()) group.blank = blankOf(group.cells.map(({ name }) => name));
  const nested = [...groups.values()];
  const blank = blankOf(fields.map(({ path }) => path[0] ?? ''));

  return (row: unknown[]): Row => {
    const made = filled({ ...blank }, cells, row);
    for (const group of nested) {
      const isNothing = group.nullableBy !== null && row[group.nullableBy] === null;
      made[group.name] = isNothing ? null : filled({ ...group.blank }, group.cells, row);
    }
    return made;
  };
}

function filled(into: Row, cells: Cell[], row: unknown[]): Row {
  for (const { name, at, decode } of cells) {
    const raw = row[at];
    into[name] = decode === null || raw === null ? raw : decode(raw);
  }
  return into;
}

/**
 * A copy of this has its names already. V8 keeps what is built up name by name as a hash table past some twenty of them,
 * and what was parsed as a record: copying and sending that is three times as fast.
 */
const blankOf = (names: string[]): Row =>
  JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Row;

interface Decoder {
  mapFromDriverValue: Decode;
}

/** Null where the value is as SQLite gives it. */
function decoderOf(field: unknown): Decode | null {
  if (is(field, Column)) return isPlain(field) ? null : (raw) => field.mapFromDriverValue(raw);
  const { decoder } = (is(field, SQL) ? field : (field as SQL.Aliased).sql) as unknown as { decoder: Decoder };
  return (raw) => decoder.mapFromDriverValue(raw);
}

/** Its kind of column has nothing of its own to say about it. */
const isPlain = (column: Column) =>
  Reflect.get(column, 'mapFromDriverValue') === Reflect.get(Column.prototype, 'mapFromDriverValue');
