import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './root.ts';

const { imports: aliases } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  imports: Record<string, string>;
};

/** What one source file imports: files of ours by their path from the root, packages by name, what `#name` stands for by both. */
export type ImportGraph = Map<string, Set<string>>;

/** Of every source file under these folders, type imports included. */
export function importGraph(...folders: string[]): ImportGraph {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return new Map(files.filter((file) => /\.(?:m?ts|tsx|mjs)$/u.test(file)).map((file) => [file, importsOf(file)]));
}

const SPECIFIER = /^(?:import|export)\b[^'";]*?\bfrom '([^']+)'|\bimport\(\s*'([^']+)'|^import '([^']+)'/gmu;

function importsOf(file: string): Set<string> {
  const source = readFileSync(join(root, file), 'utf8');
  const named = [...source.matchAll(SPECIFIER)].map(([, from, lazy, bare]) => from ?? lazy ?? bare ?? '');
  return new Set(named.flatMap((name) => resolved(file, name)));
}

function resolved(file: string, name: string): string[] {
  for (const [alias, path] of Object.entries(aliases)) {
    const [before = '', after] = alias.split('*');
    if (after === undefined ? name === alias : name.startsWith(before))
      return [name, join(path.replace('*', name.slice(before.length)))];
  }
  return [name.startsWith('.') ? relative('.', join(dirname(file), name)) : name];
}

/** Every circle as the files in it, largest first; found by Tarjan's algorithm. */
export function circlesIn(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  function visit(file: string) {
    order.set(file, order.size);
    low.set(file, order.size - 1);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (open.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.toSorted());
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles.toSorted((a, b) => b.length - a.length);
}
