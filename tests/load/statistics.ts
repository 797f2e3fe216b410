export const median = (values: number[]) => percentile(values, 0.5);

/** Nearest rank; NaN of nothing. */
export function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** How far the repeats lie apart, as a part of their median. */
export const spreadOf = (values: number[]) =>
  Math.max(...values) === Math.min(...values) ? 0 : (Math.max(...values) - Math.min(...values)) / median(values);
