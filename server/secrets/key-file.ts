import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sync } from '#database/backup';
import type { Config } from '../config.ts';
import { createSecrets, KEY_BYTES, keyIn, type Secrets } from './sealing.ts';

export const KEY_FILE = 'secrets.key';

/**
 * The keys of SECRET_KEY, then those of `secrets.key` in DATA_DIR, which is created if there is no key at all. The file
 * has one key per line, the newest first.
 */
export function openSecrets({ dataDir, secretKeys }: Pick<Config, 'dataDir' | 'secretKeys'>): Secrets {
  const path = join(dataDir, KEY_FILE);
  const stored = existsSync(path) ? read(path) : [];
  const [first, ...older] = [...secretKeys, ...stored];
  return createSecrets([first ?? create(path), ...older]);
}

function read(path: string): Buffer[] {
  const keys = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map(keyIn);
  const whole = keys.filter((key) => key !== null);
  if (whole.length === 0 || whole.length < keys.length)
    throw new Error(
      `DATA_DIR: ${path} is damaged. Put it back from a backup. Without it, move it away: secrets such as those of webhooks have to be made again.`,
    );
  return whole;
}

/** Renamed into place when it is on disk: after a power cut there is a whole key or none. */
function create(path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const incoming = `${path}.incoming`;
  writeFileSync(incoming, `${key.toString('base64url')}\n`, { mode: 0o600 });
  sync(incoming);
  renameSync(incoming, path);
  sync(dirname(path));
  return key;
}
