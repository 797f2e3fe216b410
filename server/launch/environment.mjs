import { pathToFileURL } from 'node:url';
import { inClone } from './folder.mjs';

const PRELOADED = `--import=${pathToFileURL(inClone('server', 'launch', 'quick-drizzle.mjs')).href}`;

/** What makes each Node process of ours start quickly, beside the other variables of its environment. */
export function quickStart({ NODE_OPTIONS = '', NODE_COMPILE_CACHE } = {}) {
  return {
    // Saves a third of the start time: types are stripped and modules compiled only once.
    NODE_COMPILE_CACHE: NODE_COMPILE_CACHE ?? inClone('.runtime', 'compiled'),
    NODE_OPTIONS: NODE_OPTIONS.includes(PRELOADED) ? NODE_OPTIONS : `${NODE_OPTIONS} ${PRELOADED}`.trim(),
  };
}
