package dev.dateilager.adapters.fs.attack;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.staging.NodePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Swaps two names of a directory without rest (F18). One of them is a symbolic link to begin with;
 * whenever whoever is attacked has replaced or removed it, or the other, it is planted again, and
 * what stood there is moved to a name {@code taken-…} beside it.
 */
final class Exchanges implements Runnable {
  private static final int ROUND = 16;

  private final Dir dir;
  private final String first;
  private final String second;
  private final String linkText;
  private final AtomicLong count = new AtomicLong();
  private int taken;
  private volatile boolean ended;

  Exchanges(Dir dir, String first, String second) throws DiskException, IOException {
    this.dir = dir;
    this.first = first;
    this.second = second;
    Optional<String> text = linkText(first).or(() -> linkText(second));
    this.linkText =
        text.orElseThrow(
            () -> new IOException("neither '%s' nor '%s' is a link".formatted(first, second)));
  }

  private Optional<String> linkText(String name) {
    try {
      return dir.readLink(name);
    } catch (DiskException _) {
      return Optional.empty();
    }
  }

  /** Swaps until {@link #end}. */
  @Override
  public void run() {
    while (!ended) {
      for (int i = 0; i < ROUND; i++) {
        try {
          dir.exchange(first, dir, second);
          count.incrementAndGet();
        } catch (DiskException _) {
          break; // one of them is gone
        }
      }
      plant();
    }
  }

  /** Sees to it that one of the two is the link, and the other something else. */
  private void plant() {
    try {
      Optional<Stat> one = dir.look(first);
      Optional<Stat> two = dir.look(second);
      if (!isLink(one) && !isLink(two)) {
        if (two.isPresent()) {
          dir.rename(second, dir, "taken-" + taken++); // what others own cannot be removed
        }
        dir.symlink(linkText, second);
      }
      if (one.isEmpty()) {
        dir.make(first, 0777).close();
      } else if (two.isEmpty() && isLink(one)) {
        dir.make(second, 0777).close();
      }
    } catch (DiskException _) {
      // whoever is attacked was faster; the next round tries again
    }
  }

  private static boolean isLink(Optional<Stat> stat) {
    return stat.isPresent() && stat.get().kind() == Stat.Kind.SYMLINK;
  }

  /** Makes {@link #run} return. */
  void end() {
    ended = true;
  }

  /** Swaps so far. */
  long count() {
    return count.get();
  }

  /**
   * The attack as a program of its own. It is given the two names, and reads directories: swaps in
   * each until it has the next, and says a line when it has begun there. Ends with its input, and
   * then says how often it swapped in all.
   */
  public static void main(String[] arguments) throws Exception {
    var directories = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    long swaps = 0;
    String next = directories.readLine();
    while (next != null) {
      try (Dir dir = new LinuxDisk().open(new NodePath(next))) {
        var exchanges = new Exchanges(dir, arguments[0], arguments[1]);
        var swapping = new Thread(exchanges);
        swapping.start();
        while (exchanges.count() == 0) {
          Thread.onSpinWait();
        }
        System.out.println("begun");
        next = directories.readLine();
        exchanges.end();
        swapping.join();
        swaps += exchanges.count();
      }
    }
    System.out.println(swaps);
  }
}
