import type { TeamDetails } from '../../../server/teams/contract.ts';
import { createDraft } from '../settings/draft.ts';
import { teamApi } from './team-api.ts';

const PARTS = ['name', 'memberIds', 'overflow', 'categories', 'siteIds', 'hours'] as const;

/** What the page of one team edits and saves. */
export const createTeamDraft = (stored: () => TeamDetails, saved: (team: TeamDetails) => void) =>
  createDraft({ stored, saved, parts: PARTS, send: teamApi.edit });

export type TeamDraft = ReturnType<typeof createTeamDraft>;
