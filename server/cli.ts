/** `npm run answerback -- <command>`: administration from a shell. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { backUp } from '#database/backup';
import { connect } from '#database/connection';
import { examine } from '#database/doctor';
import { exportTo, importFrom, type Progress } from '#database/export';
import { holdFolder } from '#database/lock';
import { migrate } from '#database/migrate';
import { restore } from '#database/restore';
import { storageFolder } from './attachments/storage.ts';
import { addUser } from './auth/commands.ts';
import { hashPassword } from './auth/passwords.ts';
import { SHELL, withCause } from './cause.ts';
import { createCommit, type Unit } from './commit.ts';
import { readConfig } from './config.ts';
import { addressIn } from './people/address.ts';
import { addTokenCommands } from './tokens/shell.ts';
import { providerFindings } from './oidc/doctor.ts';
import { createForOwnerOnly, requireDatabase } from '../db/data-folder.ts';
import { newSecret } from '../db/ids.ts';
import { makePasswordLinkFor } from './password-links/commands.ts';
import { resetSignIn } from './sign-in/commands.ts';
import { PASSWORD_LINK_HOURS, passwordLinkOf } from './password-links/contract.ts';
import { KEY_FILE } from './secrets/key-file.ts';

createForOwnerOnly();
const { dataDir } = readConfig(process.env);
const file = join(dataDir, 'answerback.db');
const say = (text: string) => void process.stdout.write(`${text}\n`);
const tell: Progress = (table, rows) => void process.stderr.write(`  ${table}: ${rows.toLocaleString('en')} rows\n`);
const total = (tables: Record<string, { rows: number }>) =>
  Object.values(tables)
    .reduce((sum, { rows }) => sum + rows, 0)
    .toLocaleString('en');

const program = new Command('answerback')
  .description(`Manages the data in ${resolve(dataDir)} (set DATA_DIR for another folder).`)
  .showHelpAfterError();

program
  .command('backup <file>')
  .description('copy the database; the server may run')
  .action((copy: string) => {
    requireDatabase(file);
    mkdirSync(dirname(resolve(copy)), { recursive: true });
    backUp(file, copy);
    say(`Copied ${file} to ${copy}. It holds no attached files: copy ${storageFolder(dataDir)} too, after this.`);
    const key = join(dataDir, KEY_FILE);
    if (existsSync(key)) say(`Copy ${key} once, to another place: without it, stored secrets have to be made again.`);
  });

program
  .command('restore <file>')
  .description('replace the database by a backup; stop the server first')
  .action((backup: string) => {
    alone(() => {
      const aside = restore(backup, file);
      say(`Restored ${backup} to ${file}. All browsers reload their data when they connect.`);
      if (aside) say(`The replaced database is in ${aside}.`);
    });
  });

program
  .command('doctor')
  .description(
    'check the database, its counters, the disk, the attached files and the OpenID provider; the server may run',
  )
  .action(async () => {
    const found = examine(file);
    const findings = [...found, ...(existsSync(file) ? await providerFindings(file, readConfig(process.env)) : [])];
    for (const { what, problem } of findings) say(problem ? `  ✗ ${what}: ${problem}` : `  ✓ ${what}`);
    if (findings.some(({ problem }) => problem)) process.exitCode = 1;
  });

program
  .command('export <folder>')
  .description('write all tables as JSON lines, and the attached files; the server may run')
  .action(async (folder: string) => {
    requireDatabase(file);
    const { tables, files } = await exportTo(file, folder, tell);
    say(`Exported ${total(tables)} rows and ${files.rows.toLocaleString('en')} files to ${folder}.`);
    say('Not exported: sessions, API tokens, open invitations, password links and waiting jobs. People sign in again.');
  });

program
  .command('import <folder>')
  .description('create a new database from an export; DATA_DIR must not contain one')
  .action(async (folder: string) => {
    const lock = holdFolder(dataDir);
    const { tables, files } = await importFrom(folder, file, tell);
    say(`Imported ${total(tables)} rows and ${files.rows.toLocaleString('en')} files into ${file}.`);
    lock.release();
  });

program
  .command('create-admin <email>')
  .description('add an admin and print their password once; stop the server first')
  .option('--name <name>', 'the name that people see', 'Admin')
  .action(async (typed: string, { name }: { name: string }) => {
    const email = addressOf(typed);
    const lock = holdFolder(dataDir);
    migrate(file);
    const db = connect(file);
    const commit = createCommit({
      writer: db.writer,
      clock: Date.now,
      publish: () => {},
      onFatal: (error) => program.error(String(error)),
    });
    const password = newSecret().slice(0, 20);
    const passwordHash = await hashPassword(password);
    try {
      await commit((unit) => addUser(unit, { name, email, passwordHash, role: 'admin', byId: null }));
      say(`Created the admin ${email}. Password: ${password}. Change it after signing in.`);
    } finally {
      db.close();
      lock.release();
    }
  });

program
  .command('reset-password <email>')
  .description('print a link with which a person sets a new password, once; the server may run')
  .action(async (typed: string) => {
    const { publicUrl } = readConfig(process.env);
    const { secret } = await whileItRuns((unit) => makePasswordLinkFor(unit, addressOf(typed)));
    say(`This link works once, for ${PASSWORD_LINK_HOURS} hours. It ends the link before it:`);
    say(`  ${passwordLinkOf(publicUrl, secret)}`);
  });

program
  .command('reset-sign-in [email]')
  .description(
    'let people sign in with a password again, and remove the second step of this person; the server may run',
  )
  .action(async (typed: string | undefined) => {
    const email = typed === undefined ? null : addressOf(typed);
    await whileItRuns((unit) => resetSignIn(unit, email));
    say('People sign in with their password, and no role needs a second step until an admin says so again.');
    if (email) say(`${email} has no second step any more. Set it up again in Settings, Sign-in and security.`);
  });

/** Changes the data of a server that may run. */
async function whileItRuns<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
  requireDatabase(file);
  const db = connect(file);
  try {
    const commit = createCommit({
      writer: db.writer,
      clock: Date.now,
      publish: () => {},
      onFatal: (error) => {
        throw error;
      },
    });
    const done = await commit(work);
    await commit.close();
    return done;
  } finally {
    db.close();
  }
}

/** The one form of an address, whichever was typed. */
const addressOf = (typed: string): string =>
  addressIn(typed)?.shown ?? program.error(`${typed} is no mail address. Write one such as name@example.com.`);

function alone(work: () => void) {
  const lock = holdFolder(dataDir);
  try {
    work();
  } finally {
    lock.release();
  }
}

addTokenCommands(program, { whileItRuns, addressOf, say });

try {
  await withCause(SHELL, () => program.parseAsync());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
