// A receipt as anybody could make it who knows the format and not the desk's key: a second implementation, by other libraries.

import crypto from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bech32 } from '@scure/base';
import { Encrypter } from 'age-encryption';

const hash = (text) => crypto.createHash('sha256').update(text).digest();

/** The key that is sealed with for a device, from the device's name alone. */
export const sealingKey = (device) => bech32.encodeFromBytes('age', ed25519.utils.toMontgomery(Buffer.from(device, 'hex')));

/** A receipt signed by a key that was just made, sealed for the tablet. */
export async function forged({ zone, device, number, batches = [] }) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
  const own = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const key = sealingKey(device);
  const body = JSON.stringify({ zone, device, number, created_at: '2026-03-01T09:00:00.000+08:00', officer: '900', recipients: [key], batches, returned: [] });
  const signature = crypto.sign(null, Buffer.concat([Buffer.from('taizhang-receipt-v1'), hash(body)]), privateKey).toString('hex');
  const text = `{"format":"taizhang-receipt","version":1,"device":"${own}","signature":"${signature}","body":${body}}`;
  const encrypter = new Encrypter();
  encrypter.addRecipient(key);
  return Buffer.from(await encrypter.encrypt(text));
}

/** What a receipt is called on a server. */
export const nameOf = (bytes, number) => `${String(number).padStart(8, '0')}-${hash(bytes).toString('hex')}.receipt.age`;

/** The folder of a tablet's receipts, below that of the server. */
export const folderOf = (zone, device) => {
  const digits = (what, text) => hash(`taizhang-store-${what}\n${text}`).toString('hex').slice(0, 32);
  return `v1/${digits('zone-down', zone)}/${digits('device', device)}`;
};
