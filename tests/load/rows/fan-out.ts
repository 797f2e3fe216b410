import type { Bench, Row } from '../report.ts';
export const fanOutRows = async (_bench: Bench): Promise<Row[]> => [];
