// What the tests share: the server under test, projects of their own on it, and objects as plain values.
//
//   DL_INTEROP_SERVER    the server, as host:port
//   DL_TOKEN             an admin token for it
//   NODE_EXTRA_CA_CERTS  the certificate (PEM) that the server's is checked with; Node.js itself reads it, unless
//                        GRPC_DEFAULT_SSL_ROOTS_FILE_PATH is set, which takes its place
//   SSL_CERT_FILE        the same certificate, for the binary client
//   DL_INTEROP_CLIENT    bin/dateilager-client
"use strict";

// required, not imported: the package's ES modules name each other without an ending, which Node.js cannot load
const { DateiLagerGrpcClient, decodeContent, encodeContent } = require("@gadgetinc/dateilager");
const { randomBytes } = require("node:crypto");
const { after } = require("node:test");

const GO_DIRECTORY = 0x80000000n; // Go's file mode bits, not POSIX's (wire.md §4)
const GO_SYMLINK = 0x08000000n;

function variable(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; interop/run sets it`);
  }
  return value;
}

const address = variable("DL_INTEROP_SERVER");
const token = variable("DL_TOKEN");
const program = variable("DL_INTEROP_CLIENT");
variable("NODE_EXTRA_CA_CERTS");

/** A client that is closed when the file's tests are over. */
function connect(options = {}) {
  const client = new DateiLagerGrpcClient({ server: address, token, ...options });
  after(() => client.close());
  return client;
}

// Drawn, so that files may run at once and a server may be tested twice; and above 2^53, where a JavaScript number
// could no longer tell neighbours apart: ids must come through as 64 bit integers.
let lastId = 2n ** 62n + BigInt.asUintN(60, randomBytes(8).readBigUInt64BE());

/** An id that no project has. */
function freshId() {
  lastId += 1n;
  return lastId;
}

/** Makes a project and returns its id. */
async function newProject(client, packPatterns = []) {
  const project = freshId();
  await client.newProject(project, packPatterns);
  return project;
}

/** An object to send: a file unless the overrides say otherwise. */
function file(path, content, overrides = {}) {
  const bytes = encodeContent(content);
  return { path, mode: 0o644n, size: BigInt(bytes.length), deleted: false, content: bytes, ...overrides };
}

/** A removal to send. */
function removal(path) {
  return { path, mode: 0n, size: 0n, deleted: true };
}

/** Sends all objects in one stream; the answer is the project's version, null if it is none. */
async function update(client, project, objects) {
  const stream = client.updateObjects(project);
  for (const object of objects) {
    await stream.send(object);
  }
  return await stream.complete();
}

/** An object with its content as text, undefined if it has none; to be compared. */
function plain({ path, mode, size, deleted, content }) {
  return { path, mode, size, deleted, content: content && decodeContent(content) };
}

/** Objects as plain values by path, as a server may send them in any order (semantics.md §4.4). */
function sorted(objects) {
  return objects.map(plain).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What listObjects gives, as plain values by path. */
async function list(client, project, path = "", options = {}) {
  const objects = [];
  for await (const object of client.listObjects(project, path, options)) {
    objects.push(object);
  }
  return sorted(objects);
}

/** The paths that listObjects gives. */
async function paths(client, project, path = "", options = {}) {
  return (await list(client, project, path, options)).map((object) => object.path);
}

module.exports = {
  GO_DIRECTORY,
  GO_SYMLINK,
  address,
  connect,
  file,
  freshId,
  list,
  newProject,
  paths,
  plain,
  program,
  removal,
  sorted,
  token,
  update,
};
