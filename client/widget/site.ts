import type { SiteConfig } from '../../server/widget/contract.ts';

/** Written into the page by our own server. */
export const site = JSON.parse(document.getElementById('site')?.textContent ?? 'null') as SiteConfig;

/** What is kept here is kept for each site by itself. */
export const owner = `widget-${site.key}`;
/** The admin's page shows how it would look: nothing is sent. */
export const isPreview = new URLSearchParams(location.search).has('preview');
