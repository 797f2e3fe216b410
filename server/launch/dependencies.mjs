import { writeFileSync } from 'node:fs';
import { npm, step } from './child.mjs';
import { hashFiles, inClone, readIfThere } from './folder.mjs';
import { locked } from './lock.mjs';

const stamp = inClone('node_modules', '.answerback');

/** Installs what the lock file names, unless just that is installed already. */
export async function ensureDependencies() {
  // Native modules differ by platform, and a folder can be mounted on two.
  const wanted = `${process.platform} ${process.arch} ${hashFiles(['package-lock.json'])}`;
  const installed = () => readIfThere(stamp) === wanted;
  if (installed()) return;

  await locked(async () => {
    if (installed()) return;
    await step('Installing dependencies', ...npm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'));
    writeFileSync(stamp, wanted);
  });
}
