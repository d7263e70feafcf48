package dev.dateilager.app.request;

import java.nio.file.Path;

/** What becomes of the objects that {@code client get} asks for. */
public sealed interface Delivery {
  /**
   * They are listed.
   *
   * @param contents whether JSON holds what is in them, too
   */
  record Listing(boolean contents) implements Delivery {}

  /** The bytes of the files go to standard output, one file after the other. */
  record Print() implements Delivery {}

  /**
   * They are written as files, links and directories.
   *
   * @param directory absent or empty before
   */
  record Write(Path directory) implements Delivery {}
}
