import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exampleIn, type Language, LANGUAGES } from '../client/desk/sites/examples.ts';
import { newSecret } from '../db/ids.ts';
import { judgeIdentity } from '../server/widget/identity-token.ts';

/** How a program of theirs ends that has the example in it, and prints a token for two people. */
const RUN: Record<Language, { command: string; ending: string; file: string }> = {
  node: {
    command: process.execPath,
    file: 'example.mjs',
    ending: `for (const id of [1042, 'ü"1']) console.log(answerbackToken({ id, name: 'Jonas “Jo” Weber', email: 'jonas@post.example' }));`,
  },
  python: {
    command: 'python3',
    file: 'example.py',
    ending: `for id in (1042, 'ü"1'):\n    print(answerback_token({"id": id, "name": "Jonas “Jo” Weber", "email": "jonas@post.example"}))`,
  },
  php: {
    command: 'php',
    file: 'example.php',
    ending: `foreach ([1042, 'ü"1'] as $id) echo answerback_token(['id' => $id, 'name' => 'Jonas “Jo” Weber', 'email' => 'jonas@post.example']), "\\n";`,
  },
  ruby: {
    command: 'ruby',
    file: 'example.rb',
    ending: `[1042, 'ü"1'].each { |id| puts answerback_token({ id: id, name: "Jonas “Jo” Weber", email: "jonas@post.example" }) }`,
  },
};

function isHere(command: string) {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the example that a site’s server copies', () => {
  for (const language of LANGUAGES) {
    const { command, ending, file } = RUN[language];
    // Skipped by name where there is nothing to run it.
    it.skipIf(!isHere(command))(`signs a token that is good, in ${language}`, async () => {
      const secret = newSecret();
      const key = 'abcdefghijklmnop';
      const folder = await mkdtemp(join(tmpdir(), 'answerback-example-'));
      try {
        await writeFile(join(folder, file), `${exampleIn(language, key)}\n${ending}\n`);
        const { stdout } = await promisify(execFile)(command, [join(folder, file)], {
          env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8', ANSWERBACK_SECRET: secret },
        });
        const tokens = stdout.trim().split('\n');
        const judged = tokens.map((token) => judgeIdentity(token, { key, secret, now: Date.now() }));
        expect(judged.flatMap(({ checks }) => checks.filter(({ ok }) => !ok))).toEqual([]);
        expect(judged.map(({ claims }) => claims)).toEqual(
          ['1042', 'ü"1'].map((sub) =>
            expect.objectContaining({ sub, name: 'Jonas “Jo” Weber', email: 'jonas@post.example' }),
          ),
        );
        expect(new Set(judged.map(({ claims }) => claims?.jti)).size).toBe(2);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }

  it.each(LANGUAGES)('holds the key of the site, and asks for the secret elsewhere: %s', (language) => {
    const example = exampleIn(language, 'abcdefghijklmnop');
    expect(example).toContain('abcdefghijklmnop');
    expect(example).toContain('ANSWERBACK_SECRET');
  });
});
