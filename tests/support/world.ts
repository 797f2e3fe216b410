import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessions } from '../../db/schema/people.ts';
import { addUser } from '../../server/auth/commands.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import type { Me } from '../../server/people/contract.ts';
import { ADMIN, type Desk, startDesk } from './desk.ts';
import { PASSWORD, Person } from './person.ts';

/**
 * The cast of every test. Zoe is the admin, Sol the supervisor, Ana and Ben are agents. Jonas and Mia are customers who
 * know nothing of each other.
 */
export interface World extends Cast {
  desk: Desk;
  /** Somebody without a cookie. */
  stranger: Person;
  end(): Promise<void>;
}
type Cast = Record<(typeof CAST)[number], Person>;

const CAST = ['zoe', 'sol', 'ana', 'ben', 'jonas', 'mia'] as const;

/** Everybody is signed in, in a desk of its own. */
export async function createWorld(behind: { port?: number; publicUrl?: string } = {}): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  const signedIn = await copyTemplate(dataDir);
  const desk = await startDesk({ dataDir, ...behind });
  const cast = signedIn ? castOf(desk, signedIn) : await signUp(desk);
  // The copied sign-ins may be older than a recent one.
  await desk.commit(({ tx, now }) => tx.update(sessions).set({ provedAt: now }));
  return {
    ...cast,
    desk,
    stranger: new Person(desk.url),
    async end() {
      await desk.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function signUp(desk: Desk): Promise<Cast> {
  const { url } = desk;
  const zoe = await new Person(url).signIn(ADMIN.email, ADMIN.password);
  const [sol, ana, ben, jonas, mia] = await Promise.all([
    addStaff(desk, 'Sol', 'supervisor'),
    addStaff(desk, 'Ana', 'agent'),
    addStaff(desk, 'Ben', 'agent'),
    new Person(url).register('Jonas', 'jonas@post.example'),
    new Person(url).register('Mia', 'mia@post.example'),
  ]);
  return { zoe, sol, ana, ben, jonas, mia };
}

export async function addStaff(
  desk: Pick<Desk, 'url' | 'commit'>,
  name: string,
  role: 'agent' | 'supervisor' | 'admin',
): Promise<Person> {
  const { email } = await addPerson(desk, { name, role });
  return new Person(desk.url).signIn(email);
}

let passwordHash: Promise<string> | undefined;

/** A member of the team who has accepted their invitation long ago: with the password of the cast, and not signed in. */
export async function addPerson(
  desk: Pick<Desk, 'commit'>,
  {
    name,
    email = `${name.toLowerCase()}@desk.example`,
    role = 'agent',
  }: { name: string; email?: string; role?: string },
) {
  passwordHash ??= hashPassword(PASSWORD);
  const person = { name, email, role, passwordHash: await passwordHash };
  const id = await desk.commit((unit) => addUser(unit, { ...person, byId: null }));
  return { id, name, email: person.email };
}

type SignedIn = Record<keyof Cast, { cookie: string; me: Me }>;

function castOf({ url }: Desk, signedIn: SignedIn): Cast {
  const person = (name: keyof Cast) => Object.assign(new Person(url), signedIn[name]);
  return {
    ...{ zoe: person('zoe'), sol: person('sol'), ana: person('ana'), ben: person('ben') },
    ...{ jonas: person('jonas'), mia: person('mia') },
  };
}

/**
 * Migrating an empty database and hashing six passwords costs more than most files of tests do with it. So the first world of a run is
 * kept, and the others begin as copies of its folder. Answers how its cast is signed in, or null where there is none to copy.
 */
async function copyTemplate(dataDir: string): Promise<SignedIn | null> {
  const run = process.env['TEST_RUN_FOLDER'];
  if (!run) return null;
  const template = join(run, 'world');
  await makeTemplate(template);
  const cast = await readFile(join(template, 'cast.json'), 'utf8').catch(() => null);
  if (!cast) return null;
  await cp(join(template, 'data'), dataDir, { recursive: true });
  return JSON.parse(cast) as SignedIn;
}

/** Only the first to come makes it; those who come meanwhile sign up by themselves. */
async function makeTemplate(template: string): Promise<void> {
  const isFirst = await mkdir(`${template}.lock`).then(
    () => true,
    () => false,
  );
  if (!isFirst) return;
  const half = `${template}.half`;
  const desk = await startDesk({ dataDir: join(half, 'data') });
  const cast = await signUp(desk);
  await desk.stop();
  const signedIn = Object.fromEntries(CAST.map((name) => [name, { cookie: cast[name].cookie, me: cast[name].me }]));
  await writeFile(join(half, 'cast.json'), JSON.stringify(signedIn));
  await rename(half, template);
}
