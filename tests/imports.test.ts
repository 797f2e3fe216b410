import { describe, expect, it } from 'vitest';
import { circlesIn, importGraph } from './support/imports.ts';

const ours = importGraph('server', 'db', 'client');

/** What another database must have too, under the same names. */
const DOORS = [
  '#database/backup',
  '#database/checkpoint',
  '#database/connection',
  '#database/doctor',
  '#database/export',
  '#database/limits-store',
  '#database/lock',
  '#database/migrate',
  '#database/restore',
  '#database/search-reader',
  '#database/snapshots',
  '#dialect',
];
const DRIVERS = /^better-sqlite3$|^drizzle-orm\/(?:better-sqlite3|sqlite-core)/u;
/** Of the files that `isMeant`, each import that `isWrong`, as `from → to`. */
const wrong = (isMeant: (file: string) => boolean, isWrong: (name: string) => boolean) =>
  [...ours]
    .filter(([file]) => isMeant(file))
    .flatMap(([file, names]) => [...names].filter(isWrong).map((name) => `${file} → ${name}`));
const isSqlite = (file: string) => file.startsWith('db/sqlite/');

describe('imports', () => {
  it('cover the whole tree', () => {
    expect(ours.size).toBeGreaterThan(400);
    expect(ours.get('server/main.ts')).toContain('server/start.ts');
  });

  it('find an existing circle, also of types only', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c', 'package'])],
      ['c', new Set(['b'])],
    ]);
    expect(circlesIn(graph)).toEqual([['b', 'c']]);
  });

  it('contain no circle, type imports included', () => {
    expect(circlesIn(ours)).toEqual([]);
  });

  it('reach a database driver only in db/sqlite', () => {
    const isDriver = (name: string) => DRIVERS.test(name);
    expect(wrong(isSqlite, isDriver)).toContain('db/sqlite/connection.ts → better-sqlite3');
    expect(wrong((file) => !isSqlite(file), isDriver)).toEqual([]);
  });

  it('reach db/sqlite only by the names in package.json, so that another database can replace it', () => {
    const isNamed = (name: string) => name.startsWith('#');
    const outside = [...ours].filter(([file]) => !isSqlite(file)).map(([file, names]) => ({ file, names: [...names] }));
    const past = outside.filter(({ names }) => names.filter(isSqlite).length > names.filter(isNamed).length);
    expect(past.map(({ file }) => file)).toEqual([]);
    expect([...new Set(outside.flatMap(({ names }) => names.filter(isNamed)))].toSorted()).toEqual(DOORS);
  });

  it('never lead from a client to the database', () => {
    const isClient = (file: string) => file.startsWith('client/');
    expect(wrong(isClient, (name) => name.startsWith('db/') || name.startsWith('drizzle'))).toEqual([]);
  });
});
