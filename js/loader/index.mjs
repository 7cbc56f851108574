// Where js/tools/app/bundle.mjs starts: app.mjs is made from the files that this one imports, and uses these names of
// them.
import { EmbeddedHelpers } from './load/embedded_helpers.mjs';
import { WasmPseudoLinkError } from './base/errors.mjs';
import { load } from './load/load.mjs';
import { runIfMainScript } from './load/run_in_node.mjs';
