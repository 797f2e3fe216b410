import { describe, expect, it } from 'vitest';
import { circlesIn, importGraph } from './support/imports.ts';

const ours = importGraph('server', 'db', 'client');

describe('imports', () => {
  it('reads the whole tree', () => {
    expect(ours.size).toBeGreaterThan(400);
    expect(ours.get('server/main.ts')).toContain('server/start.ts');
  });

  it('finds a circle where there is one, also of types alone', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c', 'package'])],
      ['c', new Set(['b'])],
    ]);
    expect(circlesIn(graph)).toEqual([['b', 'c']]);
  });

  it('go round in no circle, type imports included', () => {
    expect(circlesIn(ours)).toEqual([]);
  });
});
