package dev.dateilager.app.command;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command line that names only a group of commands. */
final class MissingCommand extends ParameterException {
  MissingCommand(CommandLine group) {
    super(group, "missing command");
  }
}
