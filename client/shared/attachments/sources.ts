/** The source of a file: its address with the cookie, or bytes fetched with a token. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { ownAuthority } from '../request.ts';

const needsToken = () => ownAuthority().token !== undefined;

async function fetched(address: string): Promise<string> {
  const authority = ownAuthority();
  const headers = await authority.headers('GET', address);
  const answer = await fetch(address, { credentials: authority.credentials, headers });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return URL.createObjectURL(await answer.blob());
}

/** A value for `src`; undefined until the bytes are loaded. */
export function createSource(address: Accessor<string | null>): Accessor<string | undefined> {
  if (!needsToken()) return () => address() ?? undefined;
  const [source, setSource] = createSignal<string>();
  createEffect(
    on(address, (wanted) => {
      setSource(undefined);
      // Addresses outside the API, such as blobs, need no token.
      if (!wanted?.startsWith('/')) return void setSource(wanted ?? undefined);
      let left = false;
      fetched(wanted).then(
        (url) => (left ? URL.revokeObjectURL(url) : setSource(url)),
        () => {},
      );
      onCleanup(() => {
        left = true;
        const shown = source();
        if (shown) URL.revokeObjectURL(shown);
      });
    }),
  );
  return source;
}

/** For a link to a file: a click cannot send a token, so the file is fetched first. */
export function download(event: MouseEvent & { currentTarget: HTMLAnchorElement }) {
  const link = event.currentTarget;
  if (!needsToken() || link.protocol === 'blob:') return;
  event.preventDefault();
  fetched(link.pathname).then(
    (url) => {
      const once = Object.assign(document.createElement('a'), { href: url, download: link.download });
      once.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    () => {},
  );
}
