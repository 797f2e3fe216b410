import type { User } from '../../../server/people/contract.ts';

/** A link that was made just now: nobody can read it again. */
export interface Made {
  email: string;
  link: string;
  expiresAt: number;
}

/** The dialog that stands above the page of people. */
export type Asked =
  | { name: 'invite' }
  | { name: 'invited'; made: Made[] }
  | { name: 'profile' | 'change' | 'password' | 'sessions' | 'deactivate' | 'erase'; user: User };
