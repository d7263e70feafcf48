package dev.dateilager.adapters.fs.attack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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

  /** Who swaps somewhere. */
  private interface Swapper {
    /** Ends where it is, and begins in a directory. */
    void begin(Path dir) throws IOException;

    /** Ends; the answer is how often it swapped in all. */
    long end() throws IOException;
  }

  private final Swapper swapper;
  private OptionalLong exchanges = OptionalLong.empty();

  private Attacker(Swapper swapper) {
    this.swapper = swapper;
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
    var attacker =
        new Attacker(
            who == As.THREAD
                ? new SwappingThread(first, second)
                : new SwappingProcess(
                    OtherUser.program(
                        who == As.ROOT_OF_A_NAMESPACE, Exchanges.class, first, second)));
    try {
      attacker.moveTo(dir);
      return attacker;
    } catch (IOException failure) {
      attacker.close();
      throw failure;
    }
  }

  /** Goes on with the same two names of another directory, and has begun there on return. */
  public synchronized void moveTo(Path dir) throws IOException {
    swapper.begin(dir);
  }

  private static final class SwappingThread implements Swapper {
    private final String first;
    private final String second;
    private @Nullable Thread thread;
    private @Nullable Exchanges swapping;
    private long count;

    SwappingThread(String first, String second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public void begin(Path path) throws IOException {
      end();
      Dir dir = new LinuxDisk().open(new NodePath(path.toString()));
      try {
        var exchanges = new Exchanges(dir, first, second);
        swapping = exchanges;
        thread =
            Thread.ofPlatform()
                .name("attacker")
                .daemon()
                .start(
                    () -> {
                      exchanges.run();
                      dir.close();
                    });
        while (exchanges.count() == 0 && thread.isAlive()) {
          Thread.onSpinWait();
        }
      } catch (IOException failure) {
        dir.close();
        throw failure;
      }
    }

    @Override
    public long end() throws IOException {
      if (thread != null && swapping != null) {
        swapping.end();
        join(thread);
        count += swapping.count();
        thread = null;
      }
      return count;
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

  private record SwappingProcess(OtherUser.Program program) implements Swapper {
    @Override
    public void begin(Path dir) throws IOException {
      program.say(dir.toString());
      String begun = program.line();
      if (!begun.equals("begun")) {
        throw new IOException("the attacker did not begin but said '%s'".formatted(begun));
      }
    }

    @Override
    public long end() throws IOException {
      try (program) {
        program.endInput();
        String swaps = program.line();
        return swaps.isEmpty() ? 0 : Long.parseLong(swaps); // it says nothing if it never began
      }
    }
  }

  /**
   * Stops it.
   *
   * @return how often the two names were exchanged
   */
  public synchronized long stop() throws IOException {
    if (exchanges.isEmpty()) {
      exchanges = OptionalLong.of(swapper.end());
    }
    return exchanges.getAsLong();
  }

  /** Stops it, if {@link #stop} did not. */
  @Override
  public void close() throws IOException {
    stop();
  }
}
