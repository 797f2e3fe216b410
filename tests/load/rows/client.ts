/** T16: what a browser loads before anything is clicked. */
import { type Bench, row, type Row } from '../report.ts';
import { buildClients, shellOf } from '../../support/clients.ts';

const GOALS = { portal: 35, desk: 60 };

export async function clientRows(_bench: Bench): Promise<Row[]> {
  const built = await buildClients();
  return Object.entries(GOALS).map(([name, limit]) =>
    row({
      id: 'T16',
      name: `${name} shell, script and style, gzip`,
      unit: 'kB',
      values: [shellOf(built, name) / 1_000],
      goal: `≤ ${limit}`,
      meets: (value) => value <= limit,
    }),
  );
}
