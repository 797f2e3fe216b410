import type { Bench, Row } from '../report.ts';
export const dayRows = async (_bench: Bench): Promise<Row[]> => [];
