package dev.dateilager.app.command;

import picocli.CommandLine.Option;

/**
 * {@code --version}, which only some commands have: {@code getcache} means something else by it.
 */
final class VersionOption {
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-v", "-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  private boolean version;
}
