import type { TicketRow } from '../../../server/tickets/contract.ts';
import { createAssist } from '../assist/assist.ts';
import type { AssistWithLayer } from '../assist/late-assist.ts';
import { Layer } from '../assist/layer.tsx';
import { t } from './words.ts';
import { ReplySuggestions } from './reply-suggestions.tsx';

/** Inserts a saved reply after `/`; an unfilled blank stops sending. */
export function createReplyAssist(row: () => TicketRow): AssistWithLayer {
  const assist = createAssist({
    mark: '/',
    query: /^[\p{L}\p{N}-]{0,30}$/u,
    refusal: (blank) => t('blank', { blank }),
  });
  return {
    ...assist,
    layer: () => (
      <Layer assist={assist}>
        <ReplySuggestions assist={assist} row={row()} />
      </Layer>
    ),
  };
}
