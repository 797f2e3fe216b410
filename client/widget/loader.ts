/**
 * The script on somebody's page. It weighs less than 2,000 bytes, so what it can leave to the frame, to the browser or to
 * the server it leaves to them. Whatever goes wrong in it stays in it: the page must not notice.
 */
import type { LoaderConfig } from '../../server/widget/contract.ts';
import { drawLauncher, type Call } from './launcher.ts';
import { safely } from './safely.ts';

interface Api {
  (...call: Call): unknown;
  /** What the page said before this was loaded. */
  q?: Call[];
  /** Only the loader's own has it. */
  site?: string | undefined;
}

safely(() => {
  const page = window as unknown as { answerback?: Api };
  // Included twice: the first one does it.
  if (page.answerback?.site) return;
  const { src, dataset } = document.currentScript as HTMLScriptElement;
  const { origin } = new URL(src);
  const calls = page.answerback?.q ?? [];
  let perform = (call: Call): unknown => calls.push(call);
  const api: Api = (...call) => perform(call);
  api.site = dataset['site'];
  page.answerback = api;
  // A desk that is down, slow or answers nonsense leaves a page without a launcher, not one that opens nothing.
  fetch(`${origin}/api/widget/sites/${dataset['site']}?locale=${document.documentElement.lang}`)
    .then((answer) => answer.json())
    .then((site: LoaderConfig) => {
      if (!site.look.brand) return;
      perform = drawLauncher(origin, dataset, site);
      calls.forEach(perform);
    })
    .catch(() => {});
})();
