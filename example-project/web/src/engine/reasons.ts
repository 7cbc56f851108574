// Why a module runs the file that it runs.
import type { ManifestModule, ModuleState } from '../demonstration/types';
import type { Forced } from '../demonstration/table_app';

const WHAT: Record<string, string> = {
  fused: 'main and its static sides optimised into one file',
  direct: "access to other modules' memory by plain loads and stores",
  portable: 'access by calls; runs in every engine',
};

export function reasonFor(
  module: ManifestModule,
  state: ModuleState | undefined,
  forced: Forced,
  hasMultiMemory: boolean,
): string {
  if (!state || state.state === 'closed') return 'not open';
  const { variant } = state;
  const what = WHAT[variant] ?? '';
  const built = module.variants.map((entry) => entry.variant);
  if (variant === 'fused' && module.role === 'side') return `runs in main's file: ${what}`;
  if (forced.prefer === variant) return `forced: ${what}`;
  if (built.length === 1) return `the only file that was built: ${what}`;
  if (!hasMultiMemory) return `the engine has no multi-memory: ${what}`;
  if (forced.prefer) return `the best up to “${forced.prefer}”, which is forced: ${what}`;
  return `the best of ${built.join(', ')}, and the engine can run it: ${what}`;
}
