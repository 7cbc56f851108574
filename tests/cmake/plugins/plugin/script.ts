// The interface in AssemblyScript, with top-level code that runs when the plugin is opened.
@external("main", "progress")
declare function progress(percent: i32): void;

let calls: i32 = parseInt("40") as i32;

export function apply(brightness: i32): i32 {
  if (brightness == -1) throw new Error("too dark");
  calls += 1;
  progress(calls);
  return brightness * 2;
}

export function move(x: i64, y: i64, z: i64, back: i32, steps: i64): f64 {
  return ((steps >> 40) + back) as f64;
}

export function sum(pixels: u32, size: u32): u32 {
  return pixels ? size : 0;
}
