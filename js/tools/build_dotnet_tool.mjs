// node build_dotnet_tool.mjs <dotnet> <project> <folder>
//
// Builds a program of the package itself, dotnet/WasmPseudoLink.ApiTool, into a folder of the build tree.
import { dirname } from 'node:path';
import { buildArguments, runDotnet, withFolder } from './dotnet/dotnet.mjs';
import { tell } from './common/run_script.mjs';

const [dotnet, project, artifacts] = process.argv.slice(2);
try {
  // What a newer compiler warns of in the package's own code is not the user's concern.
  const args = [
    'msbuild',
    project,
    '-restore',
    '-property:TreatWarningsAsErrors=false',
    ...buildArguments({ artifacts, configuration: 'Release' }),
  ];
  withFolder(artifacts, () => runDotnet({ name: 'wasm_pseudo_link', dotnet }, dirname(project), args));
} catch (error) {
  tell(error);
}
