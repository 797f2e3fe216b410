import { pino } from 'pino';

export type Log = ReturnType<typeof createLog>;

/** What people write, who they are and what lets them in never reaches the log, wherever in an object it stands. */
const SECRET_KEYS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'token',
  'body',
  'email',
  'current',
  'next',
];

export function createLog(level: string) {
  const paths = SECRET_KEYS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  return pino({ level, base: null, redact: { paths, censor: '[redacted]' } });
}
