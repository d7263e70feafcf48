package dev.dateilager.domain.model;

/**
 * Why a use case stopped; one subtype for each thing a caller does about it.
 *
 * <p>Messages are lower case, name the thing and what was found, and carry no secret (I23). The
 * gRPC edges map each subtype to one status, the command line to one exit code.
 */
public abstract sealed class DateiLagerException extends Exception {
  private DateiLagerException(String message, Throwable cause) {
    super(message, cause);
  }

  private DateiLagerException(String message) {
    super(message);
  }

  /** The project, version, cache version, pack or path that was asked for does not exist. */
  public static final class NotFound extends DateiLagerException {
    /**
     * @param message what was looked for and where
     */
    public NotFound(String message) {
      super(message);
    }
  }

  /** Something with this name or id is there already; nothing was changed. */
  public static final class AlreadyExists extends DateiLagerException {
    /**
     * @param message what exists already
     */
    public AlreadyExists(String message) {
      super(message);
    }
  }

  /** No usable credentials came with the call: send a token. */
  public static final class Unauthenticated extends DateiLagerException {
    /**
     * @param message what was missing; never any part of a token
     */
    public Unauthenticated(String message) {
      super(message);
    }
  }

  /** The credentials are bad, or their role may not do this. */
  public static final class PermissionDenied extends DateiLagerException {
    /**
     * @param message what was refused; never any part of a token
     */
    public PermissionDenied(String message) {
      super(message);
    }

    /**
     * @param message what was refused
     * @param cause the operating system's refusal
     */
    public PermissionDenied(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The request cannot be right, whatever the state: change it before asking again. */
  public static final class InvalidArgument extends DateiLagerException {
    /**
     * @param message the argument, what was found and what is allowed
     */
    public InvalidArgument(String message) {
      super(message);
    }

    /**
     * @param message the argument, what was found and what is allowed
     * @param cause what found it invalid
     */
    public InvalidArgument(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The request is right but not in this state: mend the state first. */
  public static final class FailedPrecondition extends DateiLagerException {
    /**
     * @param message the state that was found and the one that is needed
     */
    public FailedPrecondition(String message) {
      super(message);
    }

    /**
     * @param message the state that was found and the one that is needed
     * @param cause what found it
     */
    public FailedPrecondition(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Bytes are not what their name, checksum or format says (I10, I21, I25): fetch them again. */
  public static sealed class Corrupt extends DateiLagerException {
    /**
     * @param message what is damaged and how that was seen
     */
    public Corrupt(String message) {
      super(message);
    }

    /**
     * @param message what is damaged and how that was seen
     * @param cause the decoder's finding
     */
    public Corrupt(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A golden file of a node's store is not what its manifest says; it was not placed (I6). */
  public static final class DamagedPack extends Corrupt {
    private static final long serialVersionUID = 1;
    private final transient ContentHash pack;

    /**
     * @param pack the pack to be put aside and fetched again
     * @param message which file, and what was found
     */
    public DamagedPack(ContentHash pack, String message) {
      super(message);
      this.pack = pack;
    }

    /**
     * @param pack the pack to be put aside and fetched again
     * @param message which file, and what was found
     * @param cause the operating system's finding
     */
    public DamagedPack(ContentHash pack, String message, Throwable cause) {
      super(message, cause);
      this.pack = pack;
    }

    /** The pack to be put aside and fetched again. */
    public ContentHash pack() {
      return pack;
    }
  }

  /** The peer, database or network did not answer as it should: may be retried. */
  public static final class Unavailable extends DateiLagerException {
    /**
     * @param message who did not answer
     */
    public Unavailable(String message) {
      super(message);
    }

    /**
     * @param message who did not answer
     * @param cause how it failed
     */
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A limit of R9, space, inodes or descriptors are used up; the same call works once there is
   * room.
   */
  public static final class ResourceExhausted extends DateiLagerException {
    /**
     * @param message what is used up, the limit, and what was asked
     */
    public ResourceExhausted(String message) {
      super(message);
    }

    /**
     * @param message what is used up
     * @param cause the system's refusal
     */
    public ResourceExhausted(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another operation on the same thing is under way, or overtook this one: repeat the whole. */
  public static final class Aborted extends DateiLagerException {
    /**
     * @param message what was overtaken
     */
    public Aborted(String message) {
      super(message);
    }
  }

  /** This operation is not offered here, or not in this environment. */
  public static final class Unsupported extends DateiLagerException {
    /**
     * @param message what is not offered, and where it would be
     */
    public Unsupported(String message) {
      super(message);
    }
  }

  /** The caller went away, or its deadline passed; what was begun is undone. */
  public static final class Cancelled extends DateiLagerException {
    private final boolean deadlinePassed;

    /**
     * @param message what was cut short
     * @param deadlinePassed true if a deadline did it, false if the caller cancelled
     */
    public Cancelled(String message, boolean deadlinePassed) {
      super(message);
      this.deadlinePassed = deadlinePassed;
    }

    /** Whether a deadline, not the caller's own wish, ended the work. */
    public boolean deadlinePassed() {
      return deadlinePassed;
    }
  }

  /** A local disk, file or other system call failed in a way no caller can plan for. */
  public static final class IoFailed extends DateiLagerException {
    /**
     * @param message what was tried on which thing
     * @param cause the system's answer
     */
    public IoFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
