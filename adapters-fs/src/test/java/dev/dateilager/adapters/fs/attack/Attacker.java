package dev.dateilager.adapters.fs.attack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Someone who exchanges two names of a directory in a tight loop by {@code renameat2}, one of them
 * a directory and the other a symbolic link, until closed. It has begun when the factory returns.
 *
 * <p>A process of another user must be able to reach the directory and to write to it: see {@link
 * OtherUser#own}.
 */
public final class Attacker implements AutoCloseable {
  /** Who attacks. */
  public enum As {
    /** A thread of this process, with all that this process may do. */
    THREAD,
    /** A process of the unprivileged user {@link OtherUser#ID}. Needs root to start it. */
    OTHER_USER,
    /** The same, as root of a user namespace of its own. Needs root to start it. */
    ROOT_OF_A_NAMESPACE
  }

  /** What runs, and how it is stopped; the answer is how often it swapped. */
  @FunctionalInterface
  private interface Stop {
    long stop() throws IOException;
  }

  private final Stop stop;
  private OptionalLong exchanges = OptionalLong.empty();

  private Attacker(Stop stop) {
    this.stop = stop;
  }

  /** As a thread of this process. */
  public static Attacker exchanging(Path dir, String first, String second) throws IOException {
    return exchanging(As.THREAD, dir, first, second);
  }

  /**
   * Begins to swap; skips the test, and says so, where there can be no such attacker.
   *
   * @throws IOException if neither name is a symbolic link, or it could not be begun
   */
  public static Attacker exchanging(As who, Path dir, String first, String second)
      throws IOException {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: attackers need Linux");
    return who == As.THREAD
        ? thread(dir, first, second)
        : process(
            OtherUser.program(
                who == As.ROOT_OF_A_NAMESPACE, Exchanges.class, dir.toString(), first, second));
  }

  private static Attacker thread(Path path, String first, String second) throws IOException {
    Dir dir = new LinuxDisk().open(new NodePath(path.toString()));
    try {
      var exchanges = new Exchanges(dir, first, second);
      Thread thread = Thread.ofPlatform().name("attacker").daemon().start(exchanges);
      while (exchanges.count() == 0 && thread.isAlive()) {
        Thread.onSpinWait();
      }
      return new Attacker(
          () -> {
            exchanges.end();
            join(thread);
            dir.close();
            return exchanges.count();
          });
    } catch (IOException failure) {
      dir.close();
      throw failure;
    }
  }

  private static void join(Thread thread) throws InterruptedIOException {
    try {
      thread.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the attacker ended");
    }
  }

  private static Attacker process(OtherUser.Program program) throws IOException {
    String begun = program.line();
    if (!begun.equals("begun")) {
      program.close();
      throw new IOException("the attacker did not begin but said '%s'".formatted(begun));
    }
    return new Attacker(
        () -> {
          try (program) {
            program.endInput();
            return Long.parseLong(program.line());
          }
        });
  }

  /**
   * Stops it.
   *
   * @return how often the two names were exchanged
   */
  public synchronized long stop() throws IOException {
    if (exchanges.isEmpty()) {
      exchanges = OptionalLong.of(stop.stop());
    }
    return exchanges.getAsLong();
  }

  /** Stops it, if {@link #stop} did not. */
  @Override
  public void close() throws IOException {
    stop();
  }
}
