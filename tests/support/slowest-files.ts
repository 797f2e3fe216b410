import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const MOST = 10;

/** Prints the files that took longest, with what they import and set up, and the time of all of them. */
// oxlint-disable-next-line import/no-default-export -- Vitest takes it as such
export default class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const files = modules
      .map((module) => ({ name: relative('.', module.moduleId), seconds: secondsOf(module) }))
      .toSorted((a, b) => b.seconds - a.seconds);
    const all = files.reduce((sum, { seconds }) => sum + seconds, 0);
    console.log('\nSlowest files');
    for (const { name, seconds } of files.slice(0, MOST)) console.log(line(seconds, name));
    console.log(line(all, `in all ${files.length} files, one after the other`));
  }
}

function secondsOf(module: TestModule) {
  const { prepareDuration, environmentSetupDuration, collectDuration, setupDuration, duration } = module.diagnostic();
  return (prepareDuration + environmentSetupDuration + collectDuration + setupDuration + duration) / 1_000;
}

const line = (seconds: number, words: string) => `${seconds.toFixed(1).padStart(8)} s  ${words}`;
