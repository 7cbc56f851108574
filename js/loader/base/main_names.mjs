// Names of the main module that the build and the loader agree on. In a file of their own: what describes modules
// imports it, and each file that it imports links all modules again when it is edited.

/** What the main module is called in imports, in C and in look-ups, whatever its target is called. */
export const MAIN = 'main';

/**
 * Export of a direct file that calls functions of main by a table: the table (js/tools/variants/slot_module.mjs).
 */
export const MAIN_SLOTS = 'wpl:main';
