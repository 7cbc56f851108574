// The tests know the words that V8 has for traps; other engines have their own.
const WORDS = [
  [/unreachable executed/g, 'unreachable'],
  [/Unreachable code should not be executed( \(evaluating '[^']*'\))?/g, 'unreachable'],
  [/Out of bounds memory access( \(evaluating '[^']*'\))?/g, 'memory access out of bounds'],
  [/too much recursion/g, 'Maximum call stack size exceeded'],
  [/imported Memory with incompatible size/g, 'memory import has another size'],
];

/** A text as V8 would have said it. */
export const worded = (text) =>
  typeof text === 'string' ? WORDS.reduce((said, [theirs, ours]) => said.replace(theirs, ours), text) : text;
