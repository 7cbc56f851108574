// Source maps of .wasm files, whose columns are bytes of the file.
// Source: ECMA-426, "Source map format": columns are base64 VLQ, each relative to the one before it.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @param {number} number */
function encode(number) {
  let rest = number < 0 ? -number * 2 + 1 : number * 2;
  let text = '';
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += DIGITS[digit + (rest > 0 ? 32 : 0)];
  } while (rest > 0);
  return text;
}

/**
 * The first number of a text, and how many letters it has.
 * @param {string} text
 */
function decodeFirst(text) {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = DIGITS.indexOf(text[index]);
    value += (digit % 32) * 32 ** index;
    if (digit < 32) return { number: value % 2 ? -Math.floor(value / 2) : value / 2, length: index + 1 };
  }
  return { number: 0, length: 0 };
}

/**
 * @param {string} text a source map
 * @param {number} shift bytes that were put in before the code; less than 0: taken out
 * @returns {string} the source map for the changed file
 */
export function shiftSourceMap(text, shift) {
  if (shift === 0) return text;
  const map = JSON.parse(text);
  if (!map.mappings) return text;
  const { number, length } = decodeFirst(map.mappings);
  return JSON.stringify({ ...map, mappings: encode(number + shift) + map.mappings.slice(length) });
}
