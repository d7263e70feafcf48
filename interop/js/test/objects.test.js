// Projects and their objects, as the JavaScript client sees them (cli.md §6.2). Where behaviours.md has a line of that
// name under "JavaScript: gRPC client", the test has it too.
"use strict";

const { ProjectAlreadyExistsError } = require("@gadgetinc/dateilager");
const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const {
  GO_DIRECTORY,
  GO_SYMLINK,
  connect,
  file,
  freshId,
  list,
  newProject,
  paths,
  plain,
  removal,
  sorted,
  update,
} = require("../support");

const TIMEOUT_MS = 30_000;
const client = connect();

describe("projects", { timeout: TIMEOUT_MS }, () => {
  test("throws a proper error when recreating the same project", async () => {
    const project = await newProject(client);
    await assert.rejects(client.newProject(project, []), (error) => {
      assert.ok(error instanceof ProjectAlreadyExistsError);
      assert.equal(error.message, `project id ${project} already exists`);
      return true;
    });
  });

  test("can be made from a template with the same pack patterns", async () => {
    const patterns = ["^node_modules/[^/]+/"];
    const template = await newProject(client, patterns);
    const objects = [file("a", "a v1"), file("node_modules/x/index.js", "x")];
    await update(client, template, objects);

    const project = freshId();
    await client.newProject(project, patterns, template);

    assert.deepEqual(await list(client, project), sorted(objects));
  });

  test("are gone once they are deleted, and can be deleted again", async () => {
    const project = await newProject(client);
    const other = await newProject(client);
    await update(client, project, [file("a", "a v1")]);
    await update(client, other, [file("a", "a v1")]);

    await client.deleteProject(project);

    await assert.rejects(list(client, project), { name: "RpcError", code: "NOT_FOUND" });
    assert.deepEqual(await paths(client, other), ["a"]);
    await client.deleteProject(project);
    await client.newProject(project, []);
    assert.deepEqual(await list(client, project), []);
  });

  test("can rollback a project", async () => {
    const project = await newProject(client);
    await update(client, project, [file("a", "a v1")]);
    await update(client, project, [file("a", "a v2")]);

    await client.rollbackProject(project, 1n);

    assert.deepEqual(plain(await client.getObject(project, "a")), plain(file("a", "a v1")));
    await assert.rejects(client.rollbackProject(project, 2n), { name: "RpcError", code: "INVALID_ARGUMENT" });
  });

  test("can be cloned to another", async () => {
    const source = await newProject(client);
    const target = await newProject(client);
    await update(client, source, [file("a", "a v1")]);
    await update(client, source, [file("b", "b v2")]);
    await update(client, target, [file("own", "own v1")]);

    await client.cloneToProject(source, target, 1n);

    assert.deepEqual(await list(client, target), [plain(file("a", "a v1"))]);
  });

  test("can GC updated objects", async () => {
    const project = await newProject(client);
    for (let version = 1; version <= 20; version++) {
      // contents of this project alone: those that others have, too, stay
      await update(client, project, [file("a", `${project} v${version}`)]);
    }

    assert.equal(await client.gcProject(project, 5n, 2n), 12n);

    assert.deepEqual(await list(client, project), [plain(file("a", `${project} v20`))]);
  });

  test("that do not exist are NOT_FOUND", async () => {
    const unknown = { name: "RpcError", code: "NOT_FOUND" };
    await assert.rejects(list(client, freshId()), unknown);
    await assert.rejects(client.getObject(freshId(), "a"), unknown);
    await assert.rejects(client.updateObject(freshId(), file("a", "a v1")), unknown);
  });
});

describe("objects", { timeout: TIMEOUT_MS }, () => {
  test("can create and read an object", async () => {
    const project = await newProject(client);
    const object = file("a", "a v1");

    assert.equal(await client.updateObject(project, object), 1n);

    assert.deepEqual(plain(await client.getObject(project, "a")), plain(object));
  });

  test("can create and read multiple objects (listObjects)", async () => {
    const project = await newProject(client);
    const objects = Array.from({ length: 20 }, (_, i) => file(`${i}`, `${i} v1`, { mode: i % 2 ? 0o755n : 0o644n }));

    assert.equal(await update(client, project, objects), 1n);

    assert.deepEqual(await list(client, project), sorted(objects));
  });

  test("can create and read multiple objects", async () => {
    const project = await newProject(client);
    const objects = Array.from({ length: 20 }, (_, i) => file(`${i}`, `${i} v1`, { mode: i % 2 ? 0o755n : 0o644n }));
    await update(client, project, objects);

    const response = await client.getObjects(project, "");

    assert.equal(response.version, 1n);
    assert.deepEqual(sorted(response.objects), sorted(objects));
  });

  test("can create and read multiple objects with content size limit set", async () => {
    const project = await newProject(client);
    const objects = Array.from({ length: 10 }, (_, i) => file(`${i}`, "x".repeat(128)));
    await update(client, project, objects);

    const { objects: found } = await client.getObjects(project, "", { maxContentSendSize: 256n });

    assert.deepEqual(sorted(found), sorted(objects));
  });

  test("doesn't return content for objects over limit with size limit set", async () => {
    const project = await newProject(client);
    const small = Array.from({ length: 10 }, (_, i) => file(`small/${i}`, "x".repeat(64)));
    const large = Array.from({ length: 10 }, (_, i) => file(`large/${i}`, "x".repeat(128)));
    await update(client, project, [...small, ...large]);

    const { objects: found } = await client.getObjects(project, "", { maxContentSendSize: 100n });

    const withoutContent = large.map((object) => ({ ...object, content: undefined }));
    assert.deepEqual(sorted(found), sorted([...small, ...withoutContent]));
  });

  test("of a project without any come with its version, of an unknown one they are NOT_FOUND", async () => {
    const project = await newProject(client);
    assert.deepEqual((await client.getObjects(project, "")).objects, []);
    await assert.rejects(client.getObjects(freshId(), ""), { name: "RpcError", code: "NOT_FOUND" });
  });

  test("can read only objects with some subpaths", async () => {
    const project = await newProject(client);
    const lies = { size: 1n }; // of four bytes: a size is kept as it was told (wire.md §4)
    await update(client, project, [file("foo/a.txt", "test", lies), file("bar/a.txt", "test", lies)]);

    assert.deepEqual(await list(client, project, "", { subpaths: ["foo"] }), [plain(file("foo/a.txt", "test", lies))]);
  });

  test("can ignore objects in a subpath", async () => {
    const project = await newProject(client);
    await update(client, project, [file("foo/a.txt", "test"), file("bar/a.txt", "test")]);

    assert.deepEqual(await paths(client, project, "", { ignores: ["bar"] }), ["foo/a.txt"]);
  });

  test("can be listed under a prefix", async () => {
    const project = await newProject(client);
    await update(client, project, [file("foo/a", "1"), file("foo/b", "2"), file("foobar", "3"), file("bar/a", "4")]);

    assert.deepEqual(await paths(client, project, "foo/"), ["foo/a", "foo/b"]);
    assert.deepEqual(await paths(client, project, "foo/", { ignores: ["foo/b"] }), ["foo/a"]);
    assert.deepEqual(await paths(client, project, "none"), []);
  });

  test("ignores must lie under the prefix", async () => {
    const project = await newProject(client);
    await update(client, project, [file("foo/a", "1")]);

    await assert.rejects(list(client, project, "foo/", { ignores: ["bar"] }), {
      name: "RpcError",
      code: "INVALID_ARGUMENT",
    });
  });

  test("that do not exist are undefined", async () => {
    const project = await newProject(client);

    // the stream ends without a message, and so without early headers; the client once hung on that (cli.md §6.2)
    assert.equal(await client.getObject(project, "a"), undefined);
    assert.deepEqual(await list(client, project), []);
  });

  test("inside packs are read and replaced one by one", async () => {
    const project = await newProject(client, ["^node_modules/[^/]+/"]);
    const lib = file("node_modules/x/lib/x.js", "lib v1");
    const objects = [file("a", "a v1"), file("node_modules/x/index.js", "x v1"), lib, file("node_modules/y/y.js", "y")];
    assert.equal(await update(client, project, objects), 1n);
    assert.deepEqual(await list(client, project), sorted(objects));

    const replaced = file("node_modules/x/index.js", "x version 2", { mode: 0o755n });
    assert.equal(await update(client, project, [replaced, removal("node_modules/y/y.js")]), 2n);

    assert.deepEqual(plain(await client.getObject(project, "node_modules/x/index.js")), plain(replaced));
    assert.deepEqual(await list(client, project, "node_modules/x/lib"), [plain(lib)]);
    assert.deepEqual(await list(client, project), sorted([objects[0], replaced, lib]));
  });

  test("of every kind come back as they were sent", async () => {
    const project = await newProject(client);
    const objects = [
      file("empty", ""),
      file("empty directory/", "", { mode: GO_DIRECTORY | 0o755n }),
      file("Größen/Übermaß.txt", "äöü ✓"),
      file("link", "Größen/Übermaß.txt", { mode: GO_SYMLINK | 0o777n }),
    ];
    await update(client, project, objects);

    assert.deepEqual(await list(client, project), sorted(objects)); // an empty content is there, not absent
  });

  test("near the client's limit of 4 MiB a message pass both ways", async () => {
    const project = await newProject(client);
    const big = Buffer.alloc(4 * 1024 * 1024 - 1024, Array.from({ length: 251 }, (_, i) => i));
    const object = { path: "big", mode: 0o644n, size: BigInt(big.length), deleted: false, content: big };
    await client.updateObject(project, object);

    const { content, ...rest } = await client.getObject(project, "big");

    assert.deepEqual(rest, { path: "big", mode: 0o644n, size: BigInt(big.length), deleted: false });
    assert.ok(big.equals(content), "the content is not what was sent");
  });
});

describe("versions", { timeout: TIMEOUT_MS }, () => {
  test("keep what they had", async () => {
    const project = await newProject(client);
    assert.equal(await update(client, project, [file("a", "a v1"), file("b", "b v1")]), 1n);
    assert.equal(await update(client, project, [file("a", "a v2")]), 2n);
    assert.equal(await update(client, project, [removal("a")]), 3n);

    assert.equal(await client.getObject(project, "a"), undefined);
    assert.deepEqual(plain(await client.getObject(project, "a", undefined, 1n)), plain(file("a", "a v1")));
    assert.deepEqual(await list(client, project, "", { to: 2n }), sorted([file("a", "a v2"), file("b", "b v1")]));
    assert.deepEqual(await list(client, project, "", { from: 1n, to: 2n }), sorted([file("a", "a v2")]));
    assert.deepEqual(await list(client, project, "", { from: 2n }), [
      { path: "a", mode: 0o644n, size: 0n, deleted: true, content: undefined },
    ]);
  });

  test("are not made by an update that changes nothing", async () => {
    const project = await newProject(client);
    assert.equal(await update(client, project, [file("a", "a v1")]), 1n);
    assert.equal(await update(client, project, [file("a", "a v1")]), 1n);
  });

  test("are null for an update without objects", async () => {
    const project = await newProject(client);
    assert.equal(await update(client, project, []), null);
  });
});
