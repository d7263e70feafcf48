// Asks a server how it is, with grpc.health.v1.Health/Check, which needs no token (wire.md §7).
"use strict";

const grpc = require("@grpc/grpc-js");
const { setTimeout: delay } = require("node:timers/promises");

const CHECK = "/grpc.health.v1.Health/Check";
const SERVING = Buffer.from([0x08, 0x01]); // HealthCheckResponse: status (field 1) is SERVING (1)
const BETWEEN_CHECKS_MS = 100;

/** A HealthCheckRequest: the service's name, shorter than 128 bytes, in field 1. */
function request(service) {
  const name = Buffer.from(service);
  return Buffer.concat([Buffer.from([0x0a, name.length]), name]);
}

/**
 * Waits until a service says that it is serving.
 *
 * @param {string} address host:port
 * @param {Buffer} authority certificate (PEM) that the server's is checked with
 * @param {string} service a health service's name
 * @param {AbortSignal} signal ends the waiting
 * @throws {Error} if the signal came first; says what the server answered last
 */
async function untilServing(address, authority, service, signal) {
  const client = new grpc.Client(address, grpc.credentials.createSsl(authority));
  const check = () =>
    new Promise((resolve) => {
      const identity = (bytes) => bytes;
      const deadline = Date.now() + 2000;
      client.makeUnaryRequest(CHECK, identity, identity, request(service), { deadline }, (error, answer) => {
        resolve(error ? String(error.message) : answer);
      });
    });
  try {
    let answer = await check();
    while (!SERVING.equals(Buffer.from(answer))) {
      if (signal.aborted) {
        throw new Error(`'${service}' at ${address} is not serving; its last answer was '${answer.toString("hex")}'`);
      }
      await delay(BETWEEN_CHECKS_MS);
      answer = await check();
    }
  } finally {
    client.close();
  }
}

module.exports = { untilServing };
