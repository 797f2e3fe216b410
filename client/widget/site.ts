import type { FrameConfig } from '../../server/widget/contract.ts';

/** The server writes it into the page. */
export const site = JSON.parse(document.getElementById('site')?.textContent ?? 'null') as FrameConfig;

/** The prefix of stored keys: each site has its own. */
export const owner = `widget-${site.key}`;
/** The desk's preview: nothing is sent. */
export const isPreview = new URLSearchParams(location.search).has('preview');
