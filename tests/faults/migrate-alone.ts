import { migrate } from '../../db/sqlite/migrate.ts';

migrate(process.argv[2] ?? '');
