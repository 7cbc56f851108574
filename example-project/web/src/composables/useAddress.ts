// Settings that are kept in the page's address, after the #, so that they can be shared and survive a reload.
import { computed, ref, type WritableComputedRef } from 'vue';

const read = () => new URLSearchParams(location.hash.slice(1));
const parameters = ref(read());

addEventListener('hashchange', () => (parameters.value = read()));

function write(name: string, value: string | undefined): void {
  const changed = new URLSearchParams(parameters.value);
  if (value === undefined) changed.delete(name);
  else changed.set(name, value);
  parameters.value = changed;
  history.replaceState(null, '', `#${changed}`);
}

/** A value in the address. What is the normal value is left out of it. */
export function useAddress<T>(
  name: string,
  parse: (text: string | null) => T,
  normal: T,
  print: (value: T) => string = String,
): WritableComputedRef<T> {
  return computed({
    get: () => parse(parameters.value.get(name)),
    set: (value) => write(name, print(value) === print(normal) ? undefined : print(value)),
  });
}

/** One of several words. */
export const useChoice = <T extends string>(name: string, choices: readonly T[], normal: T): WritableComputedRef<T> =>
  useAddress(name, (text) => choices.find((choice) => choice === text) ?? normal, normal);
