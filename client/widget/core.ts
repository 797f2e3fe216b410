import { later } from '../shared/later.ts';

/** Everything of a conversation; asked for with the first line of the frame, and not waited for. */
export const Core = later(async () => (await import('./conversations.tsx')).Conversations);
