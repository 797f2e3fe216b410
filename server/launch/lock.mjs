import { closeSync, mkdirSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';
import { inClone } from './folder.mjs';

const BEAT_MS = 1_000;
const DEAD_AFTER_MS = 5_000;

const file = inClone('.runtime', 'lock');

/** Runs `work` while no other start prepares this folder. The lock is a file that its owner touches regularly. */
export async function locked(work) {
  mkdirSync(inClone('.runtime'), { recursive: true });
  for (let told = false; !take(); told = true) {
    if (!told) console.log('Another start is preparing this folder: waiting for it …');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

function take() {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (touched !== undefined && Date.now() - touched > DEAD_AFTER_MS) rmSync(file, { force: true });
  return false;
}
