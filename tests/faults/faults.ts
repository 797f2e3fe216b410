/**
 * `npm run faults`: the long form. `--seconds` of it (600 by default), from `--seed`, `--only` some of it. Prints what it
 * did and what became of it, and ends with 1 where anything was lost, doubled or out of order.
 */
import { inspect, parseArgs } from 'node:util';
import { add, type Budget, type Counts, isClean, none } from './counts.ts';
import { fillDisk, whyNoFullDisk } from './full-disk.ts';
import { ioFaults, whyNoIoFaults } from './io.ts';
import { killLoop } from './kill.ts';
import { modelRuns } from './model.ts';
import { networkEpisodes } from './network.ts';
import { powerCuts, whyNoPowerCuts } from './power.ts';
import { slowConsumers } from './slow.ts';
import { killedUpgrade } from './upgrade.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', multiple: true },
  },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error('Use --seconds with a number of seconds, and --seed with a whole number.');
  process.exit(1);
}

const all = none();
const failures: string[] = [];

/** A part of the time. Each round has a seed of its own, so that a failure is replayed without the rounds before it. */
async function rounds(name: string, part: number, run: (budget: Budget, counts: Counts) => Promise<unknown>) {
  if (values.only && !values.only.includes(name)) return;
  const until = Date.now() + seconds * part * 1_000;
  for (let round = 0; Date.now() < until; round += 1) {
    const counts = none();
    const own = seed + round;
    const more = (n: number) => n < 200 && Date.now() < until;
    try {
      await run({ seed: own, more }, counts);
    } catch (error) {
      failures.push(`${name} --seed ${own}: ${inspect(error)}`);
    }
    if (!isClean(counts)) failures.push(`${name} --seed ${own}: ${JSON.stringify(counts)}`);
    add(all, counts);
    console.log(`${name}, seed ${own}: ${JSON.stringify(counts)}`);
  }
}

async function unless(why: string | null, name: string, run: () => Promise<void>) {
  if (values.only && !values.only.includes(name)) return;
  if (why) console.log(`${name}: left out, because ${why}.`);
  else await run();
}

await rounds('kill', 0.5, killLoop);
await unless(whyNoPowerCuts(), 'power', async () => {
  await rounds('power', 0.25, (budget, counts) => powerCuts(budget, {}, counts));
  const control = await powerCuts({ seed, more: (n) => n < 20 }, { careless: true });
  console.log(`power, without waiting for the disk: ${control.lost} lost in ${control.powerCuts} cuts, as it must`);
  if (control.lost === 0) failures.push('power: the control run lost nothing, so the test proves nothing.');
});
await rounds('network', 0.1, networkEpisodes);
await rounds('model', 0.1, ({ seed: own }) => modelRuns({ seed: own, runs: 5, most: 40 }));
await unless(whyNoIoFaults(), 'io', async () => {
  const { faults, ...counts } = await ioFaults({ most: 200 });
  add(all, counts);
  console.log(`io: ${faults} writes and syncs failed: ${JSON.stringify(counts)}`);
  if (!isClean(counts)) failures.push(`io: ${JSON.stringify(counts)}`);
});
await unless(whyNoFullDisk(), 'full disk', async () => {
  const filled = await fillDisk();
  console.log(`full disk: ${JSON.stringify(filled)}`);
  if (filled.lost > 0 || !filled.resumed || !filled.readsWhileFull)
    failures.push(`full disk: ${JSON.stringify(filled)}`);
});
await unless(null, 'slow', async () => {
  const slowed = await slowConsumers({ people: 1_000, slow: 5, messages: 400 });
  console.log(`slow: ${JSON.stringify(slowed)}`);
  if (slowed.seen !== slowed.sent) failures.push(`slow: ${JSON.stringify(slowed)}`);
});
await unless(null, 'upgrade', async () => {
  const { kills, whole } = await killedUpgrade({ first: 1, every: 1 });
  add(all, { kills });
  console.log(`upgrade: killed ${kills} times, ${whole ? 'whole' : 'NOT WHOLE'}`);
  if (!whole) failures.push('upgrade: something is missing.');
});

const { kills, powerCuts: cuts, episodes, acknowledged, lost, doubled, outOfOrder } = all;
console.log(
  `\nseed ${seed}, ${seconds} s: ${kills} kills, ${cuts} power cuts, ${episodes} network episodes, ${acknowledged} acknowledged; ` +
    `${lost} lost, ${doubled} doubled, ${outOfOrder} out of order`,
);
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);
