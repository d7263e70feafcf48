package dev.dateilager.adapters.archive.s2;

import java.io.IOException;

/** Bytes that are no valid S2 block or stream, or that decode to more than the caller allows. */
public final class S2FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes ({@code docs/spec/s2.md §5}). */
  public enum Problem {
    /** The bytes break a rule of the format, or end too early. */
    CORRUPT,
    /** The data of a chunk do not have the checksum stored with them. */
    CHECKSUM,
    /** A chunk of a reserved type that a reader must not skip. */
    UNSUPPORTED,
    /** The bytes may be valid, but declare more decoded data than the caller's limit. */
    TOO_LARGE
  }

  private final Problem problem;
  private final long position;

  S2FormatException(Problem problem, long position, String message) {
    super(message);
    this.problem = problem;
    this.position = position;
  }

  S2FormatException(Problem problem, long position, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.position = position;
  }

  /** The class of the error. */
  public Problem problem() {
    return problem;
  }

  /**
   * Where in the encoded input the error lies, in bytes from its first: in a block the element at
   * fault, in a stream the header of the chunk at fault.
   */
  public long position() {
    return position;
  }
}
