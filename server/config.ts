import * as v from 'valibot';
import { type AllowList, allowListIn } from './outbound/allow-list.ts';
import { addressIn } from './people/address.ts';
import { email, newPassword } from './people/contract.ts';
import { keyIn } from './secrets/sealing.ts';

/** Every environment key: schema, default, one line of doc. Nothing else reads process.env. An empty value is the default; spaces around a value do not count. */
const KEYS = {
  PORT: v.pipe(
    text('3000'),
    v.regex(/^\d{1,5}$/u),
    v.transform(Number),
    v.maxValue(65_535),
    v.description('The port to listen on, a number from 1 to 65535.'),
  ),
  HOST: v.pipe(
    text(''),
    v.maxLength(255),
    v.description('The address to listen on. Without it: loopback only, or every address once PUBLIC_URL is set.'),
  ),
  PUBLIC_URL: v.pipe(
    text(''),
    v.check((value) => value === '' || isOrigin(value)),
    v.description(
      'Where people reach this server, such as https://desk.example.com, with no path. Links and the origin check use it.',
    ),
  ),
  DATA_DIR: v.pipe(text('data'), v.description('The folder for the database and files.')),
  ADMIN_EMAIL: v.pipe(
    text(''),
    v.check((value) => value === '' || v.is(email, value)),
    v.transform((value) => addressIn(value)?.shown ?? ''),
    v.description('With ADMIN_PASSWORD: creates the first admin at start.'),
  ),
  ADMIN_PASSWORD: v.pipe(
    text(''),
    v.check((value) => value === '' || v.is(newPassword, value)),
    v.description('10 to 256 characters. Read only while there is no admin.'),
  ),
  LOG_LEVEL: v.pipe(
    text('info'),
    v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    v.description('How much is logged: trace, debug, info, warn, error, fatal or silent.'),
  ),
  MAX_UPLOAD_MB: v.pipe(
    text('25'),
    v.regex(/^\d{1,4}$/u),
    v.transform(Number),
    v.minValue(1),
    v.description('The largest file that may be attached, in MB.'),
  ),
  PROXY_HOPS: v.pipe(
    text('0'),
    v.regex(/^\d$/u),
    v.transform(Number),
    v.description(
      'How many proxies of your own are in front, 0 to 9. The server trusts as many entries of X-Forwarded-For.',
    ),
  ),
  OUTBOUND_ALLOW: v.pipe(
    text(''),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const list = allowListIn(dataset.value);
      if (!list) addIssue();
      return list ?? NEVER;
    }),
    v.description(
      'The addresses, networks and host names inside your network that the server may call for webhooks and for the OpenID provider, also by plain http, such as 10.1.0.0/16 or erp.lan.',
    ),
  ),
  SECRET_KEY: v.pipe(
    text(''),
    v.transform((value) => value.split(/[\s,]+/u).filter(Boolean)),
    v.check((values) => values.every((value) => keyIn(value) !== null)),
    v.transform((values) => values.flatMap((value) => keyIn(value) ?? [])),
    v.description(
      'The key that encrypts stored secrets, such as those of webhooks: 32 random bytes in base64 (openssl rand -base64 32). After it, older keys. Without it, the file secrets.key in DATA_DIR.',
    ),
  ),
};

function text(fallback: string) {
  return v.pipe(
    v.optional(v.string(), ''),
    // A space at the end of a line in a file of variables belongs to nothing.
    v.transform((value) => value.trim() || fallback),
  );
}

function isOrigin(text: string) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null && /^https?:$/u.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
  );
}

export interface Config {
  port: number;
  host: string;
  /** The address where people reach this server, without a slash at the end. */
  publicUrl: string;
  /** Only pages of these origins may make changes with a cookie or open a socket. */
  origins: Set<string>;
  secure: boolean;
  dataDir: string;
  admin: { email: string; password: string } | null;
  logLevel: string;
  proxyHops: number;
  maxUploadBytes: number;
  /** What the server may call inside the network: server/outbound. */
  allow: AllowList;
  /** The newest first; empty without SECRET_KEY. */
  secretKeys: Buffer[];
}

/** Throws one error that names every wrong key and never a value. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const result = v.safeParse(v.object(KEYS), environment);
  const problems = result.success ? [] : result.issues.map(({ path }) => problemWith(String(path?.[0]?.key)));
  if (Boolean(environment['ADMIN_EMAIL']?.trim()) !== Boolean(environment['ADMIN_PASSWORD']?.trim())) {
    problems.push('ADMIN_EMAIL and ADMIN_PASSWORD are needed together.');
  }
  if (!result.success || problems.length > 0) {
    throw new Error(
      `The configuration is not usable:\n${[...new Set(problems)].map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const values = result.output;
  // As browsers write it: `HTTPS://Desk.example:443/` is the same place.
  const publicUrl = values.PUBLIC_URL && new URL(values.PUBLIC_URL).origin;
  return {
    port: values.PORT,
    host: values.HOST || (publicUrl ? '::' : '127.0.0.1'),
    publicUrl: publicUrl || `http://localhost:${values.PORT}`,
    origins: originsOf(publicUrl, values.PORT),
    secure: publicUrl.startsWith('https:'),
    dataDir: values.DATA_DIR,
    admin: values.ADMIN_EMAIL ? { email: values.ADMIN_EMAIL, password: values.ADMIN_PASSWORD } : null,
    logLevel: values.LOG_LEVEL,
    proxyHops: values.PROXY_HOPS,
    maxUploadBytes: values.MAX_UPLOAD_MB * 2 ** 20,
    allow: values.OUTBOUND_ALLOW,
    secretKeys: values.SECRET_KEY,
  };
}

function problemWith(name: string) {
  const schema = name in KEYS ? KEYS[name as keyof typeof KEYS] : null;
  return `${name} is not usable. ${schema ? v.getDescription(schema) : ''}`;
}

/** Call it again after listening: with port 0 the system chooses the port. */
export function originsOf(publicUrl: string, port: number): Set<string> {
  if (publicUrl) return new Set([publicUrl]);
  return new Set(['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`));
}
