/** The part of a file that `Range` asks for, both ends included. */
export interface Part {
  start: number;
  end: number;
}

/**
 * One part, null for the whole file, or `beyond` where the file has no such byte (RFC 9110, 14). Several parts, units other
 * than bytes and what is not understood are answered with the whole file, as the standard allows.
 */
export function partOf(range: string | undefined, size: number): Part | null | 'beyond' {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(range ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  if (from === '')
    return Number(to) === 0 || size === 0 ? 'beyond' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  const start = Number(from);
  if (to !== '' && Number(to) < start) return null;
  if (start >= size) return 'beyond';
  return { start, end: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
