// openapi-typescript writes its types with the compiler's own classes, which TypeScript 7 does not offer.
import { registerHooks } from 'node:module';

registerHooks({ resolve: (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context) });
