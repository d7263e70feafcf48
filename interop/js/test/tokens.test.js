// The token travels with each call and is checked with each (auth.md).
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { connect, freshId, newProject, list, token } = require("../support");

const TIMEOUT_MS = 30_000;
const DENIED = { name: "RpcError", code: "PERMISSION_DENIED" };

/** The token with one character of its payload exchanged for another. */
function forged() {
  const at = "v2.public.".length + 4;
  return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
}

test("a wrong token is refused", { timeout: TIMEOUT_MS }, async () => {
  for (const wrong of ["wrong", "v2.public.wrong", forged()]) {
    const client = connect({ token: wrong });
    await assert.rejects(client.newProject(freshId(), []), DENIED);
    await assert.rejects(list(client, freshId()), DENIED);
    await assert.rejects(client.updateObject(freshId(), { path: "a", mode: 0o644n, size: 0n, deleted: false }), DENIED);
  }
});

test("a token may change from call to call", { timeout: TIMEOUT_MS }, async () => {
  const tokens = ["wrong", token, "wrong", token];
  const client = connect({ token: () => Promise.resolve(tokens.shift()) });

  await assert.rejects(client.newProject(freshId(), []), DENIED);
  const project = await newProject(client);
  await assert.rejects(list(client, project), DENIED);
  assert.deepEqual(await list(client, project), []);
});
