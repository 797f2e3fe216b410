/** A photo and a log to attach. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { addAttachment } from '../attachments/commands.ts';
import type { Storage } from '../attachments/storage.ts';
import type { Commit } from '../commit.ts';
import type { Actor } from '../auth/actor.ts';

const GAUGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="16 0 224 124" width="1120" height="620">
<rect width="256" height="144" fill="#b9b2a5"/><rect y="98" width="256" height="46" fill="#8d6f52"/>
<path d="M0 98h256" stroke="#6e543c" stroke-width="2"/>
<rect x="46" y="-9" width="164" height="121" rx="10" fill="#d9d9d6" stroke="#a9a9a4"/>
<rect x="58" y="108" width="140" height="14" rx="3" fill="#4b4c4b"/>
<circle cx="128" cy="55" r="45" fill="#8e8f8c"/><circle cx="128" cy="55" r="41" fill="#f7f5ee"/>
<path d="m101 82 4-4M91 60l6-1M96 35l5 3M114 21l2 6M137 20l-1 6M156 32l-5 4M165 52h-6M157 80l-5-4" stroke="#3b3d3b" stroke-width="2"/>
<path d="M147 23a38 38 0 0 1 18 24" fill="none" stroke="#a63a2a" stroke-width="4"/>
<path d="m128 55 27-22" stroke="#1d1f1d" stroke-width="3" stroke-linecap="round"/><circle cx="128" cy="55" r="5" fill="#1d1f1d"/>
<circle cx="70" cy="22" r="5" fill="#61655f"/><circle cx="186" cy="22" r="7" fill="#3b3d3b"/></svg>`;
const LOG = `SELFTEST orla-duo fw 3.2.1
14:26:02  boiler    93.1 C   ok
14:26:09  pump      6.0 bar  ok
14:26:15  pump      9.0 bar  WARN flow 0.0 ml/s
14:26:15  therm_2   open     FAIL E14
`;

/** Uploads both and returns their ids. */
export async function createFiles({ commit, storage }: { commit: Commit; storage: Storage }) {
  const photo = sharp(Buffer.from(GAUGE));
  const picture = await photo.jpeg({ quality: 88 }).toBuffer();
  const thumbnail = await photo.clone().resize({ width: 640 }).webp().toBuffer();
  const log = Buffer.from(LOG);

  async function put(bytes: Buffer, key?: string) {
    const path = storage.scratch();
    await writeFile(path, bytes);
    return storage.put(path, key);
  }

  return async (actor: Actor, ticketId: string): Promise<string[]> => {
    const [photoKey, logKey] = [await put(picture), await put(log)];
    const about = { ticketId, kind: 'message' as const };
    const files = [
      {
        ...{
          ...about,
          ...described(picture),
          name: 'gauge-at-9-bar.jpg',
          type: 'image/jpeg',
          width: 1120,
          height: 620,
        },
        storageKey: photoKey,
        thumbnailKey: await put(thumbnail, `${photoKey}-thumbnail`),
      },
      {
        ...{ ...about, ...described(log), name: 'selftest.log', type: 'text/plain', width: null, height: null },
        storageKey: logKey,
        thumbnailKey: null,
      },
    ];
    const added = await Promise.all(files.map((file) => commit((unit) => addAttachment(unit, actor, file))));
    return added.map(({ attachment }) => attachment.id);
  };
}

function described(bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { size: bytes.length, sha256, sentHash: sha256 };
}
