import { onMount, Show } from 'solid-js';
import type { Attachment } from '../../../server/attachments/contract.ts';
import { later } from '../later.ts';

const load = () => import('./attachment-list.tsx');
const AttachmentList = later(async () => (await load()).AttachmentList);

/** The files of what somebody wrote. */
export function Attachments(props: { of: Attachment[] | undefined }) {
  return (
    <Show when={props.of?.length}>
      <AttachmentList files={props.of ?? []} />
    </Show>
  );
}

/** Beside the conversation's own request, so that its pictures stand in their place from the first paint. */
export const preloadAttachments = () => onMount(() => void load().catch(() => {}));
