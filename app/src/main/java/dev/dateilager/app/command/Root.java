package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Runner;

/** The top of a command tree, where its commands find what all of them share. */
interface Root {
  /** Carries out what the command line asks for. */
  Runner runner();

  /** The log that the command line asks for. */
  LogSettings logs();

  /** Whether a failure shows where in the program it came from. */
  boolean stacktrace();
}
