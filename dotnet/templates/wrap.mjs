// Lines of generated C#, which are as long as those of the rest of the library.

const LONGEST_LINE = 120;

/**
 * @param {string[]} items what no line break may be in
 * @param {string} separator between items on one line
 * @param {string} first indentation of the first line
 * @param {string} others indentation of the others
 * @returns {string} lines without the last line break
 */
export function wrap(items, separator, first, others) {
  const lines = [];
  let line = first + items[0];
  for (const item of items.slice(1)) {
    if (line.length + separator.length + item.length <= LONGEST_LINE) line += separator + item;
    else {
      lines.push(line);
      line = others + item;
    }
  }
  return [...lines, line].join('\n');
}
