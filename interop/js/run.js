// Runs the tests against a server of their own: node run.js PROGRAM. Ends with the tests' status, and with a failure if
// the server does not start, or does not stop when told to.
"use strict";

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { mkdtemp, readFile, rm } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { createInterface } = require("node:readline");
const { setTimeout: delay } = require("node:timers/promises");
const { untilServing } = require("./health");

const TEST_OPTIONS = ["--test-concurrency=4", "--test-reporter=spec"]; // one file only waits
const START_MS = 120_000; // the first start unpacks a database
const STOP_MS = 60_000; // longer than the server lets calls under way go on
const LAST_WORDS_MS = 500;
const LOG_LINES = 60;

/** A server and what it logs. */
class Server {
  #process;
  #exit;
  #log = [];
  #port;

  constructor(program, data) {
    this.data = data;
    this.certificate = join(data, "tls", "server", "tls-cert.pem");
    const options = ["--data-dir", data, "--port", "0", "--log-encoding", "json"];
    this.#process = spawn(program, ["server", ...options], {
      env: { ...process.env, DL_ENV: "dev" }, // which lets it make a certificate and tokens
      stdio: ["ignore", "inherit", "pipe"],
    });
    const logged = once(this.#process, "close"); // but a child of the server's may hold the log open
    this.#exit = once(this.#process, "exit").then(async ([code, signal]) => {
      await Promise.race([logged, delay(LAST_WORDS_MS)]);
      return signal ?? code;
    });
    this.#port = new Promise((resolve) => {
      createInterface({ input: this.#process.stderr }).on("line", (line) => {
        this.#log.push(line);
        const port = portOf(line);
        if (port) {
          resolve(port);
        }
      });
    });
  }

  /** Its address, once it serves; an error if it does not in time, or before the interruption. */
  async started(interruption) {
    const signal = AbortSignal.any([interruption, AbortSignal.timeout(START_MS)]);
    const late = once(signal, "abort").then(() => `has not started, and was given up: ${signal.reason.message}`);
    const ended = this.#exit.then((status) => `ended with ${status} instead of starting`);
    const port = await Promise.race([this.#port, late, ended]);
    if (typeof port !== "number") {
      throw new Error(`the server ${port}`);
    }
    const address = `localhost:${port}`;
    const authority = await readFile(this.certificate);
    for (const service of ["", "dateilager.server"]) {
      await untilServing(address, authority, service, signal);
    }
    return address;
  }

  /** Tells it to stop and waits for that; its exit status, or the name of the signal that ended it. */
  async stop() {
    this.#process.kill("SIGTERM");
    const patience = setTimeout(() => this.#process.kill("SIGKILL"), STOP_MS);
    const status = await this.#exit;
    clearTimeout(patience);
    return status;
  }

  /** The last lines of its log. */
  log() {
    return this.#log.slice(-LOG_LINES).join("\n");
  }
}

/** The port that a line of the log names as the server's; undefined if it is another line. */
function portOf(line) {
  try {
    const entry = JSON.parse(line);
    return entry.msg === "server started" ? entry["dl.port"] : undefined;
  } catch {
    return undefined; // not the server's own, such as a warning of the Java virtual machine
  }
}

/** Runs the tests, of a program as well; their exit status. An interruption ends them, and is an error. */
async function test(program, server, interruption) {
  const env = {
    ...process.env,
    DL_INTEROP_SERVER: await server.started(interruption),
    DL_TOKEN: (await readFile(join(server.data, "tokens", "admin.token"), "utf8")).trim(),
    NODE_EXTRA_CA_CERTS: server.certificate,
    SSL_CERT_FILE: server.certificate, // as a Go client would be told, too
    DL_INTEROP_CLIENT: `${program}-client`,
  };
  delete env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH; // would take the place of the line above
  // not by npm, which does not hand on the signal
  const tests = spawn(process.execPath, ["--test", ...TEST_OPTIONS], {
    cwd: __dirname,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    signal: interruption,
  });
  const [code] = await once(tests, "exit");
  return code ?? 1;
}

async function main([program]) {
  const work = await mkdtemp(join(tmpdir(), "dateilager-interop-"));
  const server = new Server(program, join(work, "data"));
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => interruption.abort(new Error(`told to end by ${signal}`)));
  }
  try {
    const status = await test(program, server, interruption.signal);
    const end = await server.stop();
    if (status !== 0 || end !== 0) {
      console.error(`the tests ended with ${status}, the server with ${end}; its log ended with\n${server.log()}`);
    }
    return status || (end === 0 ? 0 : 1);
  } catch (failure) {
    await server.stop();
    const cause = failure.cause ?? failure; // of an interruption
    console.error(`${cause.message}; the server's log ended with\n${server.log()}`);
    return 1;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
