import type { en as customer } from '../../customer/words.ts';
import type { en as files } from '../../shared/attachments/words.ts';
import type { en as shared, In } from '../../shared/words.ts';
import type { en as widget } from '../words.ts';

/** Everything that the frame says. A key or a form of the language that is missing does not type-check. */
export interface Catalogues<Forms extends Intl.LDMLPluralRule> {
  shared: In<Forms, typeof shared>;
  files: In<Forms, typeof files>;
  customer: In<Forms, typeof customer>;
  widget: In<Forms, typeof widget>;
}
