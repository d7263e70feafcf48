// Idle connections: the client pings every 5 s although no call is under way, and a server that thinks this too often
// ends the connection with too_many_pings (wire.md §5).
"use strict";

const assert = require("node:assert/strict");
const net = require("node:net");
const { after, describe, test } = require("node:test");
const { setTimeout: delay } = require("node:timers/promises");
const { address, connect, list, newProject } = require("../support");

const IDLE_MS = 11_000;
const TIMEOUT_MS = IDLE_MS + 30_000;

/**
 * A wire to the server that can be watched: the client makes a lost connection anew without a word, so only a look at
 * the connections tells whether one lived. The host stays the server's, as its certificate names it.
 */
async function watchedWire() {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  const sockets = new Set();
  const wire = { connections: 0, ended: 0, asked: 0, answered: 0 };
  const relay = net.createServer((near) => {
    const far = net.connect({ host, port: Number(address.slice(colon + 1)) });
    wire.connections += 1;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    near.on("data", () => (wire.asked += 1)).pipe(far);
    far.on("data", () => (wire.answered += 1)).pipe(near);
    far.on("close", () => {
      wire.ended += 1;
      near.destroy();
    });
    near.on("close", () => far.destroy());
  });
  await new Promise((resolve) => relay.listen(0, host, resolve));
  after(() => {
    sockets.forEach((socket) => socket.destroy());
    relay.close();
  });
  wire.server = { host: address.slice(0, colon), port: relay.address().port };
  return wire;
}

async function survives(keepalive, leastPings) {
  const wire = await watchedWire();
  // The answer to a ping may take longer than the client's 1 s on a busy machine, and that is not what is tested.
  const grpcClientOptions = { "grpc.keepalive_timeout_ms": 10_000, ...keepalive };
  const client = connect({ server: wire.server, grpcClientOptions });
  const project = await newProject(client);
  const { asked, answered } = wire;

  await delay(IDLE_MS);

  assert.ok(wire.asked - asked >= leastPings, `the client sent ${wire.asked - asked} times, so it did not ping`);
  assert.ok(wire.answered - answered >= leastPings, `the server answered ${wire.answered - answered} times`);
  assert.deepEqual(await list(client, project), []);
  assert.deepEqual({ connections: wire.connections, ended: wire.ended }, { connections: 1, ended: 0 });
}

describe("an idle connection with the client's pings survives", { timeout: TIMEOUT_MS, concurrency: 2 }, () => {
  test("every 5 s, as the client has it", () => survives({}, 2));

  // a server forgives two pings that come too soon, so to be sure it must get more of them in that time
  test("every 2.2 s, just above what is permitted", () => survives({ "grpc.keepalive_time_ms": 2_200 }, 4));
});
