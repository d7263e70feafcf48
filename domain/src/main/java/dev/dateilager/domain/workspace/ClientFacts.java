package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.StoreSpace;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that {@link ClientDiagnosis} judges.
 *
 * @param now this machine's clock
 * @param server what came of calling it
 * @param token what it says, and what the server says to it
 * @param fileNames why not every file name can be said here; absent if each can
 * @param directory where projects are to be built
 * @param cache what they are to be built from; absent if none is asked about
 */
public record ClientFacts(
    Instant now,
    ServerFacts server,
    TokenFacts token,
    Optional<DateiLagerException> fileNames,
    DirectoryFacts directory,
    Optional<CacheFacts> cache) {
  /**
   * What came of calling a server.
   *
   * @param trouble why it did not answer; absent if it did
   * @param protocol of TLS, such as {@code TLSv1.3}; absent if no connection was made
   * @param validFrom of its certificate; absent if no connection was made
   * @param validUntil of its certificate; absent if no connection was made
   */
  public record ServerFacts(
      Optional<DateiLagerException> trouble,
      Optional<String> protocol,
      Optional<Instant> validFrom,
      Optional<Instant> validUntil) {}

  /**
   * What a token says.
   *
   * @param trouble why there is none, or it cannot be read; absent if it can
   * @param subject whom it is for; absent if it does not say
   * @param issued when it was made; absent if it does not say
   * @param expires when it ends; absent if it never does
   * @param refusal what the server says against it; absent if it takes it, or was not reached
   */
  public record TokenFacts(
      Optional<DateiLagerException> trouble,
      Optional<String> subject,
      Optional<Instant> issued,
      Optional<Instant> expires,
      Optional<DateiLagerException> refusal) {}

  /**
   * What a directory's file system can do.
   *
   * @param path as it was named
   * @param trouble why nothing could be tried; absent if it could
   * @param fileSystem its kind, such as {@code ext4}; empty if unknown
   * @param raceProof whether files are reached by descriptors (threats.md §7)
   * @param tellsCases whether names that differ in case are two names
   * @param exchanges whether two names can be swapped in one step
   * @param space what is free
   */
  public record DirectoryFacts(
      String path,
      Optional<DateiLagerException> trouble,
      String fileSystem,
      boolean raceProof,
      boolean tellsCases,
      boolean exchanges,
      StoreSpace space) {
    /** A directory in which nothing could be tried. */
    public static DirectoryFacts untried(String path, DateiLagerException trouble) {
      return new DirectoryFacts(
          path, Optional.of(trouble), "", false, true, true, new StoreSpace(0, 0));
    }
  }

  /**
   * How files get from a cache to the directory.
   *
   * @param path as it was named
   * @param trouble why nothing could be tried; absent if it could
   * @param versions that it lists
   * @param taken how a file of it was taken; absent if it holds none
   */
  public record CacheFacts(
      String path,
      Optional<DateiLagerException> trouble,
      Set<CacheVersion> versions,
      Optional<Taken> taken) {
    /** Copies the set. */
    public CacheFacts {
      versions = Set.copyOf(versions);
    }
  }

  /**
   * How a file was taken from a cache.
   *
   * @param way it was
   * @param why it was not linked; absent if it was
   */
  public record Taken(Way way, Optional<Obstacle> why) {
    /** Ways from best to worst. */
    public enum Way {
      /** A second name of the same inode. */
      LINKED,
      /** The same blocks, copied when they are written. */
      CLONED,
      /** Bytes of its own. */
      COPIED
    }
  }
}
