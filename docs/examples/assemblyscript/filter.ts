import { from_main, to_main } from 'wasm_pseudo_link';

export { __stack_pointer }; // for guarded calls

/** Turns RGBA pixels in main's memory grey. */
export function to_grey(address: u32, size: i32): void {
  assert(size % 4 == 0, size.toString() + ' bytes are no RGBA pixels');
  const pixels = from_main<u8>(address, size); // one copy from main's memory into this module's
  for (let i = 0; i < size; i += 4) {
    const grey = (77 * <u32>pixels[i] + 150 * <u32>pixels[i + 1] + 29 * <u32>pixels[i + 2]) >> 8;
    pixels[i] = pixels[i + 1] = pixels[i + 2] = <u8>grey;
  }
  to_main<u8>(address, pixels);
}
