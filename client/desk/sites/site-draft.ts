import type { Site } from '../../../server/sites/contract.ts';
import { createDraft } from '../settings/draft.ts';
import { originIn, siteApi } from './site-api.ts';

const PARTS = ['name', 'origins', 'look', 'hours'] as const;
export type Draft = Pick<Site, (typeof PARTS)[number]>;
export type SiteDraft = ReturnType<typeof createSiteDraft>;

export const createSiteDraft = (stored: () => Site, saved: (site: Site) => void) =>
  createDraft({
    ...{ stored, saved, parts: PARTS, send: siteApi.edit },
    // Drops empty lines.
    clean: (typed) => ({ ...typed, origins: typed.origins.map(originIn).filter(Boolean) }),
  });
