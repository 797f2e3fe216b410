import { ADMIN, type Desk, startDesk } from './desk.ts';
import { PASSWORD, Person } from './person.ts';

/**
 * The cast of every test. Zoe is the admin, Sol the supervisor, Ana and Ben are agents. Jonas and Mia are customers who
 * know nothing of each other.
 */
export interface World {
  desk: Desk;
  zoe: Person;
  sol: Person;
  ana: Person;
  ben: Person;
  jonas: Person;
  mia: Person;
  /** Somebody without a cookie. */
  stranger: Person;
  end(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const desk = await startDesk();
  const person = () => new Person(desk.url);
  const zoe = await person().signIn(ADMIN.email, ADMIN.password);
  const [sol, ana, ben, jonas, mia] = await Promise.all([
    addStaff(zoe, 'Sol', 'supervisor'),
    addStaff(zoe, 'Ana', 'agent'),
    addStaff(zoe, 'Ben', 'agent'),
    person().register('Jonas', 'jonas@post.example'),
    person().register('Mia', 'mia@post.example'),
  ]);
  return { desk, zoe, sol, ana, ben, jonas, mia, stranger: person(), end: () => desk.stop() };
}

export async function addStaff(admin: Person, name: string, role: 'agent' | 'supervisor' | 'admin'): Promise<Person> {
  const email = `${name.toLowerCase()}@desk.example`;
  await admin.post('/api/users', { name, email, password: PASSWORD, role });
  return new Person(admin.url).signIn(email);
}
