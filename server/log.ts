import { pino } from 'pino';

export type Log = ReturnType<typeof createLog>;

/** Keys whose values never reach the log, at any depth: secrets, personal data and texts that people wrote. */
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
