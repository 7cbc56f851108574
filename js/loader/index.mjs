// Where js/build/bundle.mjs starts: app.mjs is made from the files that this one imports, and uses these names of them.
import { EmbeddedHelpers } from './embedded_helpers.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { load } from './load.mjs';
import { runIfMainScript } from './run_in_node.mjs';
