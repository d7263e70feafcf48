package dev.dateilager.app.command;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Flags that can be read one by one, but do not make a request together. */
final class WrongRequest extends ParameterException {
  WrongRequest(CommandLine command, String message) {
    super(command, message);
  }
}
