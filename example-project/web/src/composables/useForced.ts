// Options of createApp() that the engine view forces, kept in the address.
import { computed } from 'vue';
import type { Forced } from '../demonstration/table_app';
import { useChoice } from './useAddress';

export const PREFERRED = ['best', 'fused', 'direct', 'portable'] as const;
export const BRIDGES = ['best', 'bridge', 'bridge_fb'] as const;

export function useForced() {
  const prefer = useChoice('prefer', PREFERRED, 'best');
  const bridge = useChoice('bridge', BRIDGES, 'best');
  const forced = computed<Forced>(() => ({
    ...(prefer.value === 'best' ? {} : { prefer: prefer.value }),
    ...(bridge.value === 'best' ? {} : { bridge: bridge.value }),
  }));
  return { prefer, bridge, forced };
}
