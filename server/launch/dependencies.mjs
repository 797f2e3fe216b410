import { writeFileSync } from 'node:fs';
import { npm, step } from './child.mjs';
import { hashFiles, inClone, readIfThere } from './folder.mjs';
import { locked } from './lock.mjs';

const stamp = inClone('node_modules', '.answerback');

/** Installs the packages of the lock file, unless exactly these are installed. */
export async function ensureDependencies() {
  // Native modules differ by platform, and two platforms can mount the same folder.
  const wanted = `${process.platform} ${process.arch} ${hashFiles(['package-lock.json'])}`;
  const installed = () => readIfThere(stamp) === wanted;
  if (installed()) return;

  await locked(async () => {
    if (installed()) return;
    await step('Installing dependencies', ...npm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'));
    writeFileSync(stamp, wanted);
  });
}
