// Memory of an engine's processes, for engines that do not tell it to their pages. Linux only.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Bytes of a process, where pages that it shares with others count in part (proc_pid_smaps(5)). */
function ownBytes(id) {
  try {
    return 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // it has ended
  }
}

/** The parent is the second field behind the name, which is in parentheses (proc_pid_stat(5)). */
function parentOf(id) {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

/**
 * @returns {number | null} bytes of all processes that this one has started, and they in turn; null where /proc is
 * missing
 */
export function bytesOfDescendants() {
  if (!existsSync('/proc/self/smaps_rollup')) return null;
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((id) => [Number(id), parentOf(id)]),
  );
  const isDescendant = (id) => id > 1 && (parents.get(id) === process.pid || isDescendant(parents.get(id) ?? 0));
  return [...parents.keys()].filter(isDescendant).reduce((sum, id) => sum + ownBytes(id), 0);
}
