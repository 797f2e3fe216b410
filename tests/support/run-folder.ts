import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of this run, for what its files of tests share; gone afterwards. */
export function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'answerback-run-'));
  process.env['TEST_RUN_FOLDER'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
