// What a run is asked to do.

export const ELEMENT_TYPES = { int32: 'int32', float64: 'float64', record: 'structs of 16 bytes' } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

export interface Settings {
  readonly type: ElementType;
  /** Elements of the array. */
  readonly length: number;
  /** Sorts before anything is timed, of each variant. */
  readonly warmUp: number;
  /** Sorts that are timed, of the fastest variant. */
  readonly loops: number;
  /** Of the random data. */
  readonly seed: number;
  readonly variants: readonly string[];
}

export const LIMITS = {
  length: { least: 16, most: 1_000_000, normal: 50_000 },
  warmUp: { least: 0, most: 10_000, normal: 64 },
  loops: { least: 1, most: 100_000, normal: 256 },
  seed: { least: 0, most: 4_294_967_295, normal: 1 },
} as const;
export type NumberSetting = keyof typeof LIMITS;

/** A whole number within the limits; what is none becomes the normal one. */
export function withinLimits(name: NumberSetting, value: unknown): number {
  const { least, most, normal } = LIMITS[name];
  const number = Number(value);
  return value === '' || value === null || !Number.isFinite(number)
    ? normal
    : Math.round(Math.min(Math.max(number, least), most));
}
