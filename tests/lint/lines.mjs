// Lines of code have at most 120 columns.
import { forEachLine, report, repositoryFiles } from './support.mjs';

const LIMIT = 120;
const CODE =
  /\.(c|h|cpp|hpp|cs|rs|wat|js|mjs|ts|mts|cmake|in|sh|yml|html|css|props|targets|csproj)$|(^|\/)CMakeLists\.txt$/;

// A text that users see stays in one piece, so that it can be searched for; so do patterns and addresses.
const TEXT =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*(?:`|$)|\[\[.*?\]\]|\/(?:[^/\\]|\\.){40,}\/|>[^<>]+</g;
const COMMENT = /^\s*(\/\/|\/?\*|#(?!if|elif|error)|;;|<!--)/;
const ADDRESS = /https?:\/\/\S+/;

const isTooLong = (line) =>
  line.length > LIMIT &&
  !ADDRESS.test(line) &&
  (COMMENT.test(line) || line.replaceAll(TEXT, '').length > LIMIT || line.replaceAll(TEXT, '') === line);

const findings = [];
forEachLine(repositoryFiles(CODE), (line, number, file) => {
  if (isTooLong(line)) findings.push({ file, line: number, text: `${line.length} columns` });
});
report(findings, `Lines of code have at most ${LIMIT} columns.`);
