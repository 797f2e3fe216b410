import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostSite {
  origin: string;
  /** Puts a page, or a script, at a path. */
  put(path: string, body: string, headers?: Record<string, string>): string;
  stop(): Promise<void>;
}

/**
 * Somebody's own web server: what the widget stands on. 127.0.0.1 beside the desk's localhost are two sites, and a private
 * window keeps the frame from all storage; on localhost they are two origins of one site, and it does not.
 */
export async function startHostSite(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<HostSite> {
  const pages = new Map<string, { body: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://host').pathname);
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(page ? 200 : 404, { 'Content-Type': `${type}; charset=utf-8`, ...page?.headers });
    response.end(page?.body ?? '');
  });
  await new Promise<void>((resolve) => void server.listen(0, host, resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put(path, body, headers = {}) {
      pages.set(path, { body, headers });
      return origin + path;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The snippet, as the desk's settings give it to copy. */
export const snippet = (desk: { url: string }, key: string, attributes = '') =>
  `<script async src="${desk.url}/widget.js" data-site="${key}"${attributes}></script>`;

interface HostPage {
  lang?: string;
  dir?: string;
  head?: string;
  body?: string;
}
export const hostPage = ({ lang = 'en', dir = 'ltr', head = '', body = '<h1>Shop</h1><p>Words.</p>' }: HostPage) =>
  `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body}</body></html>`;
