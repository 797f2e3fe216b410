/**
 * `npm run bench`: what a message costs, how fast it goes and what it takes to hold many people, beside bare baselines that
 * run in turn with ours. TARGETS and how to read it: README.md in this folder.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isClean, NOTHING, sum } from './oracle.ts';
import { type Bench, type Row, table } from './report.ts';
import { clickRows } from './rows/clicks.ts';
import { clientRows } from './rows/client.ts';
import { dayRows } from './rows/day.ts';
import { diskRows } from './rows/disk.ts';
import { fanOutRows } from './rows/fan-out.ts';
import { memoryTabRows } from './rows/memory-tab.ts';
import { hostPageRows } from './rows/host-page.ts';
import { messageRows } from './rows/messages.ts';
import { readRows } from './rows/reads.ts';
import { searchRows } from './rows/search.ts';
import { startRows } from './rows/start.ts';
import { stormRows } from './rows/storm.ts';

const GROUPS: Record<string, (bench: Bench) => Promise<Row[]>> = {
  disk: diskRows,
  messages: messageRows,
  'fan-out': fanOutRows,
  storm: stormRows,
  reads: readRows,
  search: searchRows,
  day: dayRows,
  start: startRows,
  client: clientRows,
  clicks: clickRows,
  'memory-tab': memoryTabRows,
  widget: hostPageRows,
};

/** Too long for every run: with `--full`, or by name. */
const LONG = ['memory-tab'];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    json: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
});
const chosen = values.only ?? Object.keys(GROUPS).filter((name) => values.full || !LONG.includes(name));
const unknown = chosen.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(', ')}. Choose from: ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), 'answerback-bench-'));
const bench: Bench = {
  folder,
  quick: values.quick,
  full: values.full,
  repeats: values.quick ? 2 : 5,
  oracle: NOTHING,
  say: (text) => process.stderr.write(`${text}\n`),
  judged(oracle) {
    bench.oracle = sum(bench.oracle, oracle);
    if (!isClean(oracle)) bench.say(`  FAILED: ${JSON.stringify(oracle)}`);
  },
};
const rows: Row[] = [];
let broken = false;
try {
  for (const name of chosen) {
    bench.say(`${name} …`);
    try {
      const measured = (await GROUPS[name]?.(bench)) ?? [];
      bench.say(table(measured));
      rows.push(...measured);
    } catch (error) {
      broken = true;
      bench.say(`${name} broke off: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
const durability = 'SQLite WAL, synchronous=FULL: every acknowledged write is on disk';
console.log(`${machine} · Node ${process.version} · ${durability}${values.quick ? ' · quick, so rough' : ''}\n`);
console.log(table(rows));
console.log(`\nOracle: ${JSON.stringify(bench.oracle)}${isClean(bench.oracle) ? '' : ' — THIS RUN FAILED'}`);
if (values.json) {
  const report = { machine, node: process.version, durability, rows, oracle: bench.oracle };
  await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
process.exit(isClean(bench.oracle) && !broken ? 0 : 1);
