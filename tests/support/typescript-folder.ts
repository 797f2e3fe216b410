import { programFolder } from './documented.ts';
import { root } from './root.ts';

/** TypeScript comes with the types that openapi-typescript makes of the description, by the command that the page names. */
export async function typescriptFolder(url: string, files: Record<string, string>) {
  const own = { 'tsconfig.json': { compilerOptions: STRICT }, 'package.json': { type: 'module' } };
  const settings = Object.entries(own).map(([name, value]) => [name, JSON.stringify(value)]);
  const folder = await programFolder({ ...files, ...Object.fromEntries(settings) });
  const generator = [
    '--import',
    `${root}tests/support/typescript-5.mjs`,
    `${root}node_modules/openapi-typescript/bin/cli.js`,
  ];
  await folder.run(process.execPath, [...generator, `${url}/api/openapi.json`, '-o', 'answerback.ts']);
  return folder;
}
const STRICT = {
  ...{ strict: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: true },
  ...{ target: 'ES2024', module: 'NodeNext', types: ['node'], allowImportingTsExtensions: true },
};
export const tsc = [`${root}node_modules/typescript/bin/tsc`, '--project', '.'];
