/**
 * The script on the customer's page. It stays under 2,000 bytes, so it leaves all it can to the frame, the browser or
 * the server. Its errors never reach the page.
 */
import type { LoaderConfig } from '../../server/widget/contract.ts';
import { drawLauncher, type Call } from './launcher.ts';
import { safely } from './safely.ts';

interface Api {
  (...call: Call): unknown;
  /** Calls made before the loader ran. */
  q?: Call[];
  /** Set by the loader only. */
  site?: string | undefined;
}

safely(() => {
  const page = window as unknown as { answerback?: Api };
  // When the script is included twice, the first one runs.
  if (page.answerback?.site) return;
  const { src, dataset } = document.currentScript as HTMLScriptElement;
  const { origin } = new URL(src);
  const calls = page.answerback?.q ?? [];
  let perform = (call: Call): unknown => calls.push(call);
  const api: Api = (...call) => perform(call);
  api.site = dataset['site'];
  page.answerback = api;
  // A desk that is down, slow or broken leaves the page without a launcher.
  fetch(`${origin}/api/widget/sites/${dataset['site']}?locale=${document.documentElement.lang}`)
    .then((answer) => answer.json())
    .then((site: LoaderConfig) => {
      if (!site.look.brand) return;
      perform = drawLauncher(origin, dataset, site);
      calls.forEach(perform);
    })
    .catch(() => {});
})();
