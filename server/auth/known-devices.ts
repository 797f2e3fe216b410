import { and, eq } from 'drizzle-orm';
import { knownDevices } from '../../db/schema/people.ts';
import type { Unit } from '../commit.ts';
import { deviceOrProgram } from '../devices/contract.ts';
import { prefixOf } from '../http/address.ts';

/** More than anybody uses; the one that was unused for longest is forgotten. */
const KEPT_MOST = 50;

interface SignIn {
  userId: string;
  device: string;
  address: string;
}

/** Remembers from where a person signs in. True if they had signed in before, but never with such a device from this network. */
export async function noteDevice(unit: Unit, { userId, device: userAgent, address }: SignIn): Promise<boolean> {
  const device = deviceOrProgram(userAgent) ?? '';
  const network = prefixOf(address);
  const known = await unit.tx.select().from(knownDevices).where(eq(knownDevices.userId, userId));
  await unit.tx
    .insert(knownDevices)
    .values({ userId, device, network, usedAt: unit.now })
    .onConflictDoUpdate({
      target: [knownDevices.userId, knownDevices.device, knownDevices.network],
      set: { usedAt: unit.now },
    });
  const isKnown = known.some((one) => one.device === device && one.network === network);
  const oldest = known.toSorted((a, b) => a.usedAt - b.usedAt)[0];
  if (!isKnown && oldest && known.length >= KEPT_MOST)
    await unit.tx
      .delete(knownDevices)
      .where(
        and(
          eq(knownDevices.userId, userId),
          eq(knownDevices.device, oldest.device),
          eq(knownDevices.network, oldest.network),
        ),
      );
  return known.length > 0 && !isKnown;
}
