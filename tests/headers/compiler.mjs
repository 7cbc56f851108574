// The compilers that a test runs, from its environment:
//
//   WPL_CC, WPL_CXX   compilers of C and C++
//   WPL_FLAGS         options for both, separated by spaces; a compiler's command for them after `@`
//   WPL_GENERATED     folder of sorter_api.h, the API header of a side `sorter`
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const { WPL_CC, WPL_CXX, WPL_FLAGS = '', WPL_GENERATED } = process.env;

export const include = join(import.meta.dirname, '..', '..', 'include');

const flags = WPL_FLAGS.startsWith('@')
  ? execFileSync(WPL_FLAGS.slice(1), ['--cflags'], { encoding: 'utf8' })
  : WPL_FLAGS;
const options = [
  ...flags.split(/\s+/).filter(Boolean),
  `-I${include}`,
  ...(WPL_GENERATED ? [`-I${WPL_GENERATED}`] : []),
];

/**
 * @param {'c' | 'c++'} language
 * @param {string[]} more options and files
 * @param {string} [input] source text, for the file `-`
 * @returns {{ accepted: boolean, output: string, messages: string }}
 */
export function compile(language, more, input = '') {
  const compiler = language === 'c' ? WPL_CC : WPL_CXX;
  const { error, status, stdout, stderr } = spawnSync(compiler, [...options, ...more], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  return { accepted: status === 0, output: stdout, messages: stderr };
}
