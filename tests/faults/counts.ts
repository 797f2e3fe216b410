/** What a run of faults came to. The last three must be nothing, ever. */
export interface Counts {
  kills: number;
  powerCuts: number;
  episodes: number;
  acknowledged: number;
  lost: number;
  doubled: number;
  outOfOrder: number;
}

export const none = (): Counts => ({
  kills: 0,
  powerCuts: 0,
  episodes: 0,
  acknowledged: 0,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
});

export function add(to: Counts, more: Partial<Counts>) {
  for (const [name, value] of Object.entries(more)) to[name as keyof Counts] += value;
}

export const isClean = ({ lost, doubled, outOfOrder }: Counts) => lost + doubled + outOfOrder === 0;

/** How long to go on, and with which numbers. */
export interface Budget {
  seed: number;
  /** True until it is used up; `n` counts what was done so far. */
  more(n: number): boolean;
}
