import type { Bench, Row } from '../report.ts';
export const clientRows = async (_bench: Bench): Promise<Row[]> => [];
