// Runs one both-VM test file in MicroPython for WebAssembly.
//
//   node mp_runner.mjs ROOT REPORT FILE      FILE is relative to ROOT
//
// REPORT gets one JSON line a test as it ends, so a file that is killed keeps its results so far.
// Exit code: 0 all passed, 1 a test failed, 2 nothing ran to its end.

import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";

const HEAP_BYTES = 4 * 1024 * 1024;
const PYSTACK_WORDS = 16 * 1024;
const BROUGHT_IN = ["firmware", "boards", "tools/fakes", "host_tests"];
const LEFT_OUT = new Set(["node_modules", "__pycache__", "tools", "chip", "properties"]);

const [root, report, testFile] = process.argv.slice(2);

function copyInto(vm, folder) {
  const from = join(root, folder);
  if (!existsSync(from)) return;
  vm.FS.mkdirTree("/" + folder);
  for (const name of readdirSync(from)) {
    const path = folder + "/" + name;
    if (statSync(join(root, path)).isDirectory()) {
      if (!LEFT_OUT.has(name)) copyInto(vm, path);
    } else if (name.endsWith(".py")) {
      vm.FS.writeFile("/" + path, readFileSync(join(root, path)));
    }
  }
}

const vm = await loadMicroPython({
  heapsize: HEAP_BYTES,
  pystack: PYSTACK_WORDS,
  linebuffer: true,
  stdout: (line) => console.log(line),
  stderr: (line) => console.error(line),
});
BROUGHT_IN.forEach((folder) => copyInto(vm, folder));
vm.registerJsModule("vm_host", {
  test_file: testFile,
  report: (line) => appendFileSync(report, line + "\n"),
});

try {
  vm.runPython("import sys; sys.path[1:1] = ['/firmware', '/tools', '/host_tests']");
  process.exitCode = vm.pyimport("mp_runner_inside").exit_code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
