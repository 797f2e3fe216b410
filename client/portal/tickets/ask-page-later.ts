import { later } from '../../shared/later.ts';

export const AskPage = later(async () => (await import('./ask-page.tsx')).AskPage);
