// The binary client of the package: runs bin/dateilager-client, and reads what it prints (cli.md §6.1). A test has the
// name of its line in behaviours.md under "JavaScript: binary client".
"use strict";

const { DateiLagerBinaryClient } = require("@gadgetinc/dateilager");
const assert = require("node:assert/strict");
const { mkdtemp, readFile, rm, writeFile } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { after, before, describe, test } = require("node:test");
const { address, connect, file, newProject, program, token, update } = require("../support");

const TIMEOUT_MS = 120_000; // each call starts a process
const MIB = 1024 * 1024;

const [host, port] = address.split(":");
const grpc = connect();
const binary = connectBinary();

/** A client that runs the program under test. */
function connectBinary(options = {}) {
  return new DateiLagerBinaryClient({ server: { host, port: Number(port) }, token, command: program, ...options });
}

let work;
let directories = 0;
before(async () => {
  work = await mkdtemp(join(tmpdir(), "dateilager-interop-binary-"));
});
after(() => rm(work, { recursive: true, force: true }));

/** A directory of its own, still to be made. */
function directory() {
  directories += 1;
  return join(work, `d${directories}`);
}

describe("rebuild", { timeout: TIMEOUT_MS, concurrency: 2 }, () => {
  test("can rebuild the file system", async () => {
    const project = await newProject(grpc);
    await update(grpc, project, [file("a", "a v1")]);
    const target = directory();

    const result = await binary.rebuild(project, null, target);

    assert.deepEqual(result, { version: 1n, count: 1, cachedCount: 0, fileMatch: true });
    assert.equal(await readFile(join(target, "a"), "utf8"), "a v1");
  });

  test("can rebuild the file system with a file matcher", async () => {
    const project = await newProject(grpc);
    await update(grpc, project, [file("hello.txt", "hello")]);

    const result = await binary.rebuild(project, null, directory(), { matchInclude: "hello*" });

    assert.equal(result.fileMatch, true);
  });

  test("can rebuild the file system with a file matcher exclude pattern", async () => {
    const project = await newProject(grpc);
    await update(grpc, project, [file("hello.txt", "hello")]);
    await update(grpc, project, [file("bar.txt", "bar")]);
    const target = directory();

    const result = await binary.rebuild(project, null, target, { matchExclude: "bar*" });

    assert.equal(result.version, 2n);
    assert.equal(result.fileMatch, false);
    assert.equal(await readFile(join(target, "bar.txt"), "utf8"), "bar");
  });

  test("can timeout while rebuilding the file system", async () => {
    const project = await newProject(grpc);
    const stream = grpc.updateObjects(project);
    for (let i = 0; i < 30; i++) {
      await stream.send(file(`file-${i}`, "a".repeat(MIB)));
    }
    await stream.complete();

    await assert.rejects(binary.rebuild(project, null, directory(), { timeout: 25 }), /context deadline exceeded/);
  });

  test("takes every option that the client passes on", async () => {
    const project = await newProject(grpc);
    await update(grpc, project, [file("a/b", "b"), file("a/c", "c"), file("d", "d")]);
    const target = directory();

    const result = await binary.rebuild(project, 1, target, {
      ignores: [],
      subpaths: ["a/"],
      summarize: false,
      cacheDir: join(work, "no-cache"),
      matchInclude: "a/**",
      matchExclude: "d",
    });

    assert.deepEqual(result, { version: 1n, count: 2, cachedCount: 0, fileMatch: true });
    await assert.rejects(readFile(join(target, ".dl", "sum.s2")), { code: "ENOENT" });
  });
});

describe("update", { timeout: TIMEOUT_MS }, () => {
  test("prints the version, which a second one without changes repeats", async () => {
    const project = await newProject(grpc);
    const source = directory();
    await binary.rebuild(project, null, source);
    await writeFile(join(source, "a"), "a v1");

    assert.equal(await binary.update(project, source), 1n);
    assert.equal(await binary.update(project, source, { subpaths: [] }), 1n);
  });
});

describe("gc", { timeout: TIMEOUT_MS, concurrency: 2 }, () => {
  // The reference's database is empty then; this server is used by other tests at the same time.
  test("can gc random-projects", async () => {
    assert.deepEqual(Object.keys(await binary.gcRandomProjects(0, 1, -1)), ["count"]);
  });

  test("can gc a specific project", async () => {
    const project = await newProject(grpc);
    assert.deepEqual(await binary.gcProject(project, 1, -1), { count: 0 });
  });

  test("can gc contents", async () => {
    assert.deepEqual(await binary.gcContents(0), { count: 0 });
  });
});

describe("can support Gadget's pattern", { timeout: TIMEOUT_MS, concurrency: 2 }, () => {
  const cases = {
    "frontend only": [["frontend/a.jsx", "frontend/b/c.css"], true],
    "frontend/vite.config.js": [["frontend/a.jsx", "frontend/vite.config.js"], false],
    "frontend/vite.config.ts": [["frontend/a.jsx", "frontend/vite.config.ts"], false],
    "a file outside frontend": [["frontend/a.jsx", "package.json"], false],
  };
  for (const [name, [paths, matches]] of Object.entries(cases)) {
    test(`can support Gadget's pattern: ${name}`, async () => {
      const project = await newProject(grpc);
      await update(
        grpc,
        project,
        paths.map((path) => file(path, path))
      );

      const result = await binary.rebuild(project, null, directory(), {
        matchInclude: "frontend/**",
        matchExclude: "frontend/vite.config.[jt]s",
      });

      assert.equal(result.fileMatch, matches);
    });
  }
});

describe("log", { timeout: TIMEOUT_MS }, () => {
  test("is JSON on every line, with levels in lower case", async () => {
    const lines = [];
    const logger = { level: "info", log: (level, msg, fields) => lines.push({ level, msg, fields }) };
    const project = await newProject(grpc);

    await connectBinary({ logger }).rebuild(project, null, directory());
    await assert.rejects(connectBinary({ logger, token: "nonsense" }).rebuild(project, null, directory()), /command failed/);

    assert.ok(lines.length >= 2);
    for (const { level, msg, fields } of lines) {
      assert.match(level, /^[a-z]+$/);
      assert.notEqual(msg, "failed to log line", JSON.stringify(fields));
    }
    assert.equal(lines.at(-1).level, "fatal");
  });
});
