package dev.dateilager.app.command;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What narrows a query of a project's objects. */
final class QueryOptions {
  @Option(
      names = "--ignores",
      paramLabel = "LIST",
      description = "Not the paths that begin so, separated by commas.")
  private @Nullable String ignores;

  @Option(
      names = "--subpaths",
      paramLabel = "LIST",
      description = "Only the paths that begin so, separated by commas.")
  private @Nullable String subpaths;

  /**
   * The query; a usage error of the command if it is malformed.
   *
   * @param path where to look
   * @param isPrefix whether all that begins so is meant, rather than that object alone
   */
  ObjectQuery query(String path, boolean isPrefix, RequestCommand command) {
    var query = new ObjectQuery(path, isPrefix, Values.commas(ignores), Values.commas(subpaths));
    try {
      query.validate();
    } catch (InvalidArgument malformed) {
      throw command.wrong(String.valueOf(malformed.getMessage()));
    }
    return query;
  }
}
