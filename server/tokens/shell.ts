/** The commands of `answerback` about people and their tokens. Whoever has the shell has the data anyway. */
import { asc } from 'drizzle-orm';
import type { Command } from 'commander';
import { users } from '../../db/schema/people.ts';
import { findByEmail } from '../auth/commands.ts';
import { findActor } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError } from '../errors.ts';
import { ACTIONS, AREAS, type Rights } from '../people/contract.ts';
import { requireRole } from '../people/roles.ts';
import { addMachine, addTokenFor, end } from './commands.ts';
import { TOKEN_DAYS_MOST } from './contract.ts';
import { findToken, tokensOf } from './queries.ts';

interface Shell {
  /** Changes the data of a server that may run. */
  whileItRuns: <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
  addressOf: (typed: string) => string;
  say: (text: string) => void;
}

interface CreateOptions {
  name: string;
  machine?: string;
  scopes?: string;
  days: string;
}

export function addTokenCommands(program: Command, { whileItRuns, addressOf, say }: Shell) {
  program
    .command('list-users')
    .description('list people: address, name, role, and whether they are active; the server may run')
    .action(async () => {
      for (const line of await whileItRuns(people)) say(line);
    });

  program
    .command('create-token [email]')
    .description('print a new API token of a person, or of a machine with --machine, once; the server may run')
    .option('--name <name>', 'what the token is for, or the name of the machine', 'Shell')
    .option('--machine <role>', 'create a machine with this role of the team instead')
    .option('--scopes <scopes>', 'such as tickets:view,messages:create; without it, all that the role allows')
    .option('--days <days>', `how long it works, at most ${TOKEN_DAYS_MOST}`, '90')
    .action(async (email: string | undefined, { name, machine, scopes, days }: CreateOptions) => {
      if ((email === undefined) === (machine === undefined))
        throw new Error('Name a person, or a role with --machine.');
      const input = { name: name.trim().slice(0, 80) || 'Shell', days: daysOf(days), byId: null };
      const wanted = scopes === undefined ? null : scopesIn(scopes);
      const { id, secret } = await plainly(() =>
        whileItRuns(async (unit) => {
          if (machine !== undefined) {
            if ((await requireRole(unit.tx, machine)) !== 'staff') throw new Error('Choose a role of the team.');
            return addMachine(unit, { ...input, role: machine, scopes: wanted });
          }
          const person = await findByEmail(unit.tx, addressOf(email ?? ''));
          const actor = person && (await findActor(unit.tx, person.id));
          if (!actor) throw new Error(`Nobody active has the address ${email}.`);
          return addTokenFor(unit, { ...input, userId: actor.id, scopes: wanted ?? actor.rights });
        }),
      );
      say(`The token ${id} works for ${input.days} days. It is shown this once:`);
      say(`  ${secret}`);
    });

  program
    .command('list-tokens')
    .description('list API tokens with what they may do, their end and their last use; the server may run')
    .action(async () => {
      const tokens = await whileItRuns(({ tx }) => tokensOf(tx, {}));
      for (const { id, name, owner, isMachine, scopes, expiresAt, usedAt } of tokens)
        say(
          [
            id,
            name,
            isMachine ? 'machine' : owner.name,
            scopeWords(scopes),
            `ends ${day(expiresAt)}`,
            usedAt ? `used ${day(usedAt)}` : 'never used',
          ].join('\t'),
        );
      if (tokens.length === 0) say('There are no tokens.');
    });

  program
    .command('revoke-token <id>')
    .description('end an API token, by its id in list-tokens; a server that runs closes it within a minute')
    .action(async (id: string) => {
      const token = await plainly(() =>
        whileItRuns(async (unit) => {
          const found = await findToken(unit.tx, { id });
          if (!found) throw new Error(`There is no token ${id}.`);
          await end(unit, null, found);
          return found;
        }),
      );
      say(`Ended the token ${token.name} of ${token.owner.name}.`);
    });
}

async function people({ tx }: Unit) {
  const rows = await tx
    .select({ email: users.email, name: users.name, role: users.role, active: users.active, machine: users.machine })
    .from(users)
    .orderBy(asc(users.id));
  // Visitors of the widget have no address and are no accounts.
  return rows
    .filter(({ email, machine }) => email !== null || machine)
    .map(({ email, name, role, active, machine }) =>
      [email ?? '-', name, machine ? `${role} (machine)` : role, active ? 'active' : 'deactivated'].join('\t'),
    );
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const scopeWords = (scopes: Rights) =>
  AREAS.flatMap((area) => (scopes[area] ?? []).map((action) => `${area}:${action}`)).join(',');

function daysOf(typed: string): number {
  const days = Number(typed);
  if (!Number.isInteger(days) || days < 1 || days > TOKEN_DAYS_MOST)
    throw new Error(`--days is a number from 1 to ${TOKEN_DAYS_MOST}.`);
  return days;
}

function scopesIn(typed: string): Rights {
  const scopes: Rights = {};
  for (const one of typed.split(',')) {
    const [area, action] = one.trim().split(':');
    const [known, may] = [AREAS.find((name) => name === area), ACTIONS.find((name) => name === action)];
    if (!known || !may)
      throw new Error(`${one.trim()} is no scope. Areas: ${AREAS.join(', ')}. Actions: ${ACTIONS.join(', ')}.`);
    scopes[known] = [...(scopes[known] ?? []), may];
  }
  return scopes;
}

/** A shell reads one line, so the fields of an error stand in it. */
async function plainly<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw error instanceof AppError && error.extra.fields
      ? new Error(
          Object.entries(error.extra.fields)
            .map(([field, fault]) => `${field}: ${fault}`)
            .join(' '),
        )
      : error;
  });
}
