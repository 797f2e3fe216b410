import type { Bench, Row } from '../report.ts';
export const stormRows = async (_bench: Bench): Promise<Row[]> => [];
