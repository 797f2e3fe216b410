import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareDataFolder } from '../db/data-folder.ts';
import { readConfig } from '../server/config.ts';
import { openSecrets } from '../server/secrets/key-file.ts';

let dataDir: string;
let path: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  path = join(dataDir, 'secrets.key');
});
afterEach(() => rm(dataDir, { recursive: true }));

const open = (SECRET_KEY = '') => openSecrets(readConfig({ DATA_DIR: dataDir, SECRET_KEY }));
const newKey = () => randomBytes(32).toString('base64');
const SECRET = 'whsec_Zoës a secret';

it('a sealed secret opens for its own purpose only, also after a restart', async () => {
  const sealed = open().seal(SECRET, 'webhook 1');
  expect(open().open(sealed, 'webhook 1')).toBe(SECRET);
  expect(open().open(sealed, 'webhook 2')).toBeNull();
  expect(open().seal(SECRET, 'webhook 1')).not.toBe(sealed);
  expect(sealed).not.toContain('whsec');
  expect(await readdir(dataDir)).toEqual(['secrets.key']);
});

it('an altered, cut or foreign text does not open', () => {
  const secrets = open();
  const sealed = secrets.seal(SECRET, 'webhook 1');
  const bodyAt = sealed.lastIndexOf('.') + 1;
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    expect(secrets.open(sealed.slice(0, at) + other + sealed.slice(at + 1), 'webhook 1')).toBeNull();
    expect(secrets.open(sealed.slice(0, at), 'webhook 1')).toBeNull();
  }
  for (const text of ['', '.', 'null', SECRET, `${sealed.slice(0, bodyAt)}AAAA`])
    expect(secrets.open(text, 'webhook 1')).toBeNull();
});

it('the key file is closed to other users, also one that was opened to them', () => {
  open();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  prepareDataFolder(dataDir);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('a new key seals, and the older ones still open what they sealed', () => {
  const ofFile = open().seal(SECRET, 'p');
  const [older, newer] = [newKey(), newKey()];
  const ofOlder = open(older).seal(SECRET, 'p');
  const rotated = open(`${newer} ${older}`);
  const ofNewer = rotated.seal(SECRET, 'p');
  expect([ofFile, ofOlder, ofNewer].map((sealed) => rotated.open(sealed, 'p'))).toEqual([SECRET, SECRET, SECRET]);
  expect(open(newer).open(ofOlder, 'p')).toBeNull();
  expect(open(newer).open(ofNewer, 'p')).toBe(SECRET);
  writeFileSync(path, `${newer}\n${readFileSync(path, 'utf8')}`);
  expect([ofFile, ofNewer].map((sealed) => open().open(sealed, 'p'))).toEqual([SECRET, SECRET]);
});

it('with a key in the configuration, no file is written', async () => {
  open(newKey());
  expect(await readdir(dataDir)).toEqual([]);
});

it.each(['', '\n', 'abc\n', `${randomBytes(16).toString('base64url')}\n`])(
  'a damaged key file stops the start, and is not replaced: %j',
  (text) => {
    writeFileSync(path, text);
    expect(() => open()).toThrow(`${path} is damaged`);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

it.each(['hunter2', randomBytes(31).toString('base64'), `${randomBytes(32).toString('base64')},x`])(
  'a key that is too short or no key is refused without showing it: %s',
  (value) => {
    const read = () => readConfig({ SECRET_KEY: value });
    expect(read).toThrow('SECRET_KEY is not usable. The key that encrypts');
    expect(read).not.toThrow(value.slice(0, 20));
  },
);
