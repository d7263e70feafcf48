// Methods of pb.Fs that the client has and the server does not offer yet: it must say so, and go on serving. Whoever
// adds one to the server moves it from here to objects.test.js.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { connect, file, freshId, newProject, plain, update } = require("../support");

const TIMEOUT_MS = 30_000;
const client = connect();

const NOT_YET = {
  rollbackProject: (project) => client.rollbackProject(project, 1n),
  cloneToProject: (project) => client.cloneToProject(project, freshId(), 1n),
  gcProject: (project) => client.gcProject(project, 5n, 2n),
};

for (const [method, call] of Object.entries(NOT_YET)) {
  test(`${method} is UNIMPLEMENTED and leaves the project alone`, { timeout: TIMEOUT_MS }, async () => {
    const project = await newProject(client);
    await update(client, project, [file("a", "a v1")]);

    await assert.rejects(call(project), { name: "RpcError", code: "UNIMPLEMENTED" });

    assert.deepEqual(plain(await client.getObject(project, "a")), plain(file("a", "a v1")));
  });
}
