/** DATA_DIR: closed to other users of the machine, and usable before anything in it is opened. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Databases, what SQLite puts beside them, and the key of stored secrets. Nothing else in the folder is ours to change. */
const FILES = /^(?:(?:answerback|limits|lock)\.db|secrets\.key)/u;
const FOLDERS = ['attachments', 'snapshots', 'replaced'];
const OTHERS = 0o077;
const STICKY = 0o1000;

/** From here on, everything that this process creates is for its own user only, also in folders that an admin names. */
export const createForOwnerOnly = () => void process.umask(OTHERS);

/**
 * Creates the folder, or mends the permissions of one that an older version created. Throws an error for a person, which names the
 * key, the path, its owner and what to do, if the folder or a file in it cannot be used.
 */
export function prepareDataFolder(dataDir: string) {
  createForOwnerOnly();
  requireFolder(resolve(dataDir));
  const folder = realpathSync(dataDir);
  for (const name of FOLDERS) if (existsSync(join(folder, name))) requireFolder(join(folder, name));
  for (const path of filesIn(folder)) requireFile(path);
  closeToOthers(folder);
}

function requireFolder(path: string) {
  explained(path, () => {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  });
}

function requireFile(path: string) {
  if (statSync(path).isDirectory())
    throw new DataDirError(`DATA_DIR: ${path} is a folder, and has to be a file. Move it away.`);
  explained(path, () => accessSync(path, constants.R_OK | constants.W_OK));
}

/** For a command that only reads. */
export function requireDatabase(file: string) {
  if (!existsSync(file))
    throw new DataDirError(`There is no database at ${resolve(file)}. Start Answerback once, or set DATA_DIR.`);
  requireFile(resolve(file));
}

const filesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => FILES.test(name))
    .map((name) => join(folder, name));

/** The paths in DATA_DIR that other users of the machine can open. Empty where the system has no such permissions. */
export function openToOthers(dataDir: string): string[] {
  const folder = resolve(dataDir);
  if (process.platform === 'win32') return [];
  return [folder, ...filesIn(folder)].filter((path) => isOpen(path));
}

const isOpen = (path: string) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS) !== 0;

function closeToOthers(folder: string) {
  for (const path of [...filesIn(folder), ...['snapshots', 'replaced'].flatMap((name) => inside(join(folder, name)))])
    close(path);
  const attachments = join(folder, 'attachments');
  // There may be many, and a closed folder has kept them closed. The folders last: what was cut off begins again.
  if (isOpen(folder) || isOpen(attachments)) for (const path of inside(attachments).toReversed()) close(path);
  close(folder);
}

/** The folder and everything in it, without what its links lead to. */
function inside(folder: string): string[] {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return [folder].concat(
    entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? inside(path) : [path];
    }),
  );
}

function close(path: string) {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // A link may lead anywhere, and who may write the folder can put one there.
  if (!found || found.isSymbolicLink()) return;
  // A folder with the sticky bit, such as /tmp, belongs to everybody.
  if ((found.mode & OTHERS) === 0 || (found.mode & STICKY) !== 0) return;
  try {
    chmodSync(path, found.mode & 0o700);
  } catch (error) {
    // Another user’s file that this user may write; `doctor` reports it.
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

function explained(path: string, work: () => void) {
  try {
    work();
  } catch (error) {
    throw dataDirProblem(error, path) ?? error;
  }
}

/** An error whose message is complete. */
class DataDirError extends Error {
  override name = 'DataDirError';
}

/** What is wrong with DATA_DIR and what to do, from any error of a start; null for an error of another kind. */
export function dataDirProblem(error: unknown, path: string): Error | null {
  if (error instanceof DataDirError) return error;
  const problem = problemOf(codeOf(error), resolve(path));
  return problem === null ? null : new DataDirError(`DATA_DIR: ${problem}`, { cause: error });
}

function problemOf(code: string | undefined, path: string): string | null {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `${firstFile(path)} is a file, and has to be a folder. Move it away, or set DATA_DIR to another folder.`;
    case 'EROFS':
      return `${path} is on a disk that is mounted read-only. Mount it for writing, or set DATA_DIR to another folder.`;
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return `The disk of ${path} is full. Make room, and start again.`;
    case 'EACCES':
    case 'EPERM':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return notOurs(path);
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return `The database in ${path} is damaged, or is no database. Restore a backup: npm run answerback -- restore FILE.`;
    case undefined:
    default:
      return null;
  }
}

function notOurs(path: string) {
  const existing = firstExisting(path);
  const { uid } = statSync(existing);
  const self = process.getuid?.() ?? uid;
  const what = `${existing} belongs to ${nameOf(uid)}, and ${nameOf(self)}, who runs Answerback, may not write it.`;
  const whole = uid === self ? `chmod -R u+rwX ${existing}` : `chown -R ${self} ${existing}`;
  return `${what} Run Answerback as its owner, or change the owner (${whole}), or set DATA_DIR to another folder.`;
}

const firstExisting = (path: string): string => (existsSync(path) ? path : firstExisting(dirname(path)));
const firstFile = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isFile() || dirname(path) === path ? path : firstFile(dirname(path));

/** A user as an admin knows them; Node has no look-up for other users than its own. */
function nameOf(uid: number): string {
  const known = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
  const name = known
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(uid))?.[0];
  return name ? `${name} (user ${uid})` : `user ${uid}`;
}

/** The system's code or SQLite's, of the error or of a cause of it: drizzle wraps errors. */
function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return /^(?:SQLITE_)?[A-Z0-9]+/u.exec(at.code)?.[0];
  return undefined;
}
