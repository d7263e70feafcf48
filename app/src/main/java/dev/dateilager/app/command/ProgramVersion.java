package dev.dateilager.app.command;

import dev.dateilager.app.metrics.ProgramBuild;
import picocli.CommandLine.IVersionProvider;

/** The version this program was built as. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"dateilager " + ProgramBuild.version()};
  }
}
