import { later } from '../shared/later.ts';

export const Preview = later(async () => (await import('./preview.tsx')).Preview);
