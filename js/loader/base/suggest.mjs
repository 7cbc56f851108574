// Names near to a wrong one, for error texts.

/**
 * @param {string} a
 * @param {string} b
 */
function editDistance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}

/**
 * A remedy that names what may have been meant: near names, else the first names there are.
 * @param {string} wrong the name that was asked for
 * @param {string[]} names all names there are
 * @param {string} kind what they are, in the plural: "modules", "functions"
 * @returns {string} e.g. 'did you mean "sort_delays"?'
 */
export function suggest(wrong, names, kind) {
  if (names.length === 0) return `there are no ${kind}`;
  const limit = Math.max(2, Math.floor(wrong.length / 3));
  const near = names
    .map((name) => ({ name, distance: editDistance(wrong.slice(0, 64), name.slice(0, 64)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => `"${name}"`);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const shown = names.slice(0, 8).join(', ');
  return `the ${kind} are: ${shown}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`;
}
