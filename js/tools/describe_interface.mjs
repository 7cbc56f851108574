// node describe_interface.mjs <name> <version> <object file> <interface.json>
//
// Reads the functions of an interface from the object that its headers were compiled to, where the macros of
// <name>_interface.h have left kind, name, wasm type and declaration of each (detail/interface_function.hpp).
import { readFileSync } from 'node:fs';
import { BuildError } from './common/build_error.mjs';
import { writeJson } from './common/files.mjs';
import { tell } from './common/run_script.mjs';
import { readInterface } from './plugins/interface_file.mjs';

try {
  const [name, version, object, file] = process.argv.slice(2);
  if (!file) throw new BuildError('node describe_interface.mjs <name> <version> <object file> <interface.json>');
  writeJson(file, readInterface(name, version, readFileSync(object)));
} catch (error) {
  tell(error);
}
