package dev.dateilager.app;

import dev.dateilager.app.command.DateiLagerCommand;

/** The process: runs the command line and leaves with its status. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit status.
   *
   * @param args the command line without the program's name
   */
  public static void main(String[] args) {
    System.exit(DateiLagerCommand.commandLine().execute(args));
  }
}
