import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Context, Hono } from 'hono';
import type { AppEnv } from './env.ts';
import type { Config } from '../config.ts';
import { pageHeaders } from './headers.ts';
import type { House } from '../sites/queries.ts';
import { inkOn } from '../widget/launcher.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.json': 'application/json',
};
const COMPRESSES = new Set(['.html', '.js', '.css', '.svg', '.txt', '.json']);

const BUILT = fileURLToPath(new URL('../../dist/client', import.meta.url));

/** A file of the client build. */
export interface PageFile {
  type: string;
  raw: Buffer<ArrayBuffer>;
  gzip: Buffer<ArrayBuffer> | null;
}

/** The built clients, a few hundred kB, read and compressed once at start, so that no request reads the disk. */
export type Pages = ReturnType<typeof createPages>;

interface Options {
  config: Config;
  /** Whose portal it is. */
  house: () => Promise<House>;
  folder?: string | undefined;
}

export function createPages({ config, house, folder = BUILT }: Options) {
  const files = readAll(folder);
  const version = versionOf(files);
  const headers = pageHeaders(config);

  const send = (c: Context<AppEnv>, name: string, file = files.get(name)) => {
    if (!file) return c.notFound();
    const zipped = /\bgzip\b/u.test(c.req.header('accept-encoding') ?? '') ? file.gzip : null;
    for (const [key, value] of Object.entries(headers)) c.header(key, value);
    c.header('Content-Type', file.type);
    c.header('Vary', 'Accept-Encoding');
    c.header('Cache-Control', name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (zipped) c.header('Content-Encoding', 'gzip');
    return c.body(zipped ?? file.raw);
  };

  let known: { key: string; file: PageFile } | undefined;
  /** The page carries the name and the colour of the house, so that it never shows another one first. */
  async function portal(): Promise<PageFile | undefined> {
    const page = files.get('portal/index.html');
    if (!page) return undefined;
    const { name, brand } = await house();
    const said = `<html data-name="${escaped(name)}" data-brand="${escaped(brand)}" data-ink="${inkOn(brand)}"`;
    if (known?.key !== said) {
      const raw = Buffer.from(page.raw.toString().replace('<html', () => said));
      known = { key: said, file: { ...page, raw, gzip: gzipSync(raw) } };
    }
    return known.file;
  }

  const routes = new Hono<AppEnv>()
    .get('/assets/*', (c) => send(c, c.req.path.slice(1)))
    .get('/desk', (c) => send(c, 'desk/index.html'))
    .get('/desk/*', (c) => send(c, 'desk/index.html'))
    // Every path without a dot belongs to the portal, whose own router shows it. Checked here and not by a pattern in the
    // path: Hono's fast router supports no patterns, and one pattern moves all routes to its slow router.
    .get('*', async (c) =>
      /\.|^\/api(\/|$)/u.test(c.req.path) ? c.notFound() : send(c, 'portal/index.html', await portal()),
    );

  return { routes, version, find: (name: string) => files.get(name) };
}

const escaped = (text: string) => text.replace(/[&<>"]/gu, (character) => `&#${character.charCodeAt(0)};`);

/**
 * The version of the build. Pages name the assets with their hashes, so equal pages mean equal builds. Each page contains
 * the version, so that a client notices when the server has a newer one.
 */
function versionOf(files: Map<string, PageFile>): string {
  const hash = createHash('sha256');
  const pages = [...files].filter(([name]) => name.endsWith('.html')).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, { raw }] of pages) hash.update(name).update(raw);
  const version = hash.digest('hex').slice(0, 16);
  for (const [name, file] of pages) {
    const raw = Buffer.from(file.raw.toString().replace('<html', `<html data-version="${version}"`));
    files.set(name, { ...file, raw, gzip: gzipSync(raw) });
  }
  return version;
}

function readAll(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const ending = extname(entry.name);
    const raw = readFileSync(path);
    files.set(relative(folder, path).split(sep).join('/'), {
      type: TYPES[ending] ?? 'application/octet-stream',
      raw,
      gzip: COMPRESSES.has(ending) ? gzipSync(raw) : null,
    });
  }
  return files;
}
