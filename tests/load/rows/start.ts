import type { Bench, Row } from '../report.ts';
export const startRows = async (_bench: Bench): Promise<Row[]> => [];
