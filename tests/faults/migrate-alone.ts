import { migrate } from '../../db/migrate.ts';

migrate(process.argv[2] ?? '');
