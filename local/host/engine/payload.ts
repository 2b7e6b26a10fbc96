/** Bytes of UTF-8 JSON that may cross the engine in one piece. The engines in Azure take 1 MiB at best, some 16 KB. */
export const payloadLimit = 64 * 1024;

/** Something too large for the engine. The size is in bytes. */
export class PayloadTooLarge extends Error {
  constructor(what: string, size: number) {
    super(
      `Expected ${what} to have at most ${payloadLimit} bytes of JSON, found ${size}. ` +
        `Keep the data in storage and pass its id through the engine.`,
    );
  }
}

/** @returns `text` as it came. @throws {PayloadTooLarge} */
export function fitting(text: string, what: string): string {
  // A UTF-16 unit takes at most 3 bytes: short texts need no counting.
  if (text.length * 3 <= payloadLimit) return text;
  const size = Buffer.byteLength(text);
  if (size > payloadLimit) throw new PayloadTooLarge(what, size);
  return text;
}

/** JSON text of any value; what JSON has no word for becomes `null`. */
export const jsonText = (value: unknown): string => JSON.stringify(value) ?? 'null';
