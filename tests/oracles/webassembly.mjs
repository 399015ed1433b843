// Boots Python in WebAssembly (Pyodide), puts wheels and a folder into it, and runs a Python file there.
// node webassembly.mjs PYODIDE WHEELS FOLDER FILE: PYODIDE the npm package, FOLDER shown as /lite there, FILE in it;
// what the file leaves in `answer` (a text) is printed. A failure is told by its message: its stack holds all of Pyodide.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, wheels, folder, file] = process.argv.slice(2);
try {
  const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
  const python = await loadPyodide({ indexURL: pyodide });
  const extractDir = python.runPython("import site; site.getsitepackages()[0]");
  for (const name of readdirSync(wheels).filter((name) => name.endsWith(".whl")).sort()) {
    python.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "wheel", { extractDir });
  }
  python.runPython("import importlib; importlib.invalidate_caches()");
  python.FS.mkdir("/lite");
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/lite");
  python.FS.chdir("/lite");
  console.log(await python.runPythonAsync(readFileSync(join(folder, file), "utf8") + "\nanswer\n"));
} catch (failure) {
  process.stderr.write(`${String(failure.message ?? failure).slice(0, 4000)}\n`);
  process.exitCode = 1;
}
