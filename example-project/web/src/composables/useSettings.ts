// The benchmark's settings, kept in the address.
import { computed } from 'vue';
import {
  ELEMENT_TYPES,
  LIMITS,
  withinLimits,
  type ElementType,
  type NumberSetting,
  type Settings,
} from '../benchmark/settings';
import { DEFAULT_VARIANTS, VARIANTS } from '../benchmark/variants';
import { useAddress, useChoice } from './useAddress';

const useNumber = (name: NumberSetting) =>
  useAddress<number>(name, (text) => withinLimits(name, text), LIMITS[name].normal);

function parseVariants(text: string | null): string[] {
  if (text === null) return DEFAULT_VARIANTS;
  const wanted = text.split(',');
  return VARIANTS.filter(({ id }) => wanted.includes(id)).map(({ id }) => id);
}

export function useSettings() {
  const type = useChoice('type', Object.keys(ELEMENT_TYPES) as ElementType[], 'int32');
  const length = useNumber('length');
  const warmUp = useNumber('warmUp');
  const loops = useNumber('loops');
  const seed = useNumber('seed');
  const variants = useAddress<string[]>('variants', parseVariants, DEFAULT_VARIANTS, (ids) => ids.join());
  const settings = computed<Settings>(() => ({
    type: type.value,
    length: length.value,
    warmUp: warmUp.value,
    loops: loops.value,
    seed: seed.value,
    variants: variants.value,
  }));
  return { type, length, warmUp, loops, seed, variants, settings };
}
