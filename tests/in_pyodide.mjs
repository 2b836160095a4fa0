// Run Python in Pyodide, with no browser: node in_pyodide.mjs NPM_PACKAGE PYODIDE_OF_THE_SITE FOLDER PROGRAM
// FOLDER is /drive there. What its function `main` returns is printed.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// A browser's clock has whole milliseconds, or little more.
const now = performance.now.bind(performance);
performance.now = () => Math.floor(now());

const [npm, ofSite, folder, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${npm}/pyodide.mjs`));
const { packages } = JSON.parse(readFileSync(`${ofSite}/pyodide-lock.json`));
const python = await loadPyodide({
  stdLibURL: `${ofSite}/python_stdlib.zip`,
  lockFileURL: `${ofSite}/pyodide-lock.json`,
  packageCacheDir: `${ofSite}/`,
  stdout: () => {}, // what is loaded
});
await python.loadPackage(Object.keys(packages).filter((name) => name !== "piplite"), { checkIntegrity: true });
python.FS.mkdirTree("/drive");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/drive");
python.FS.chdir("/drive");
process.stdout.write(await python.runPythonAsync(`${readFileSync(program, "utf8")}\nawait main()`));
