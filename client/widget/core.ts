import { later } from '../shared/later.ts';

/** The code of conversations; requested with the first code of the frame, without waiting for it. */
export const Core = later(async () => (await import('./conversations.tsx')).Conversations);
