package dev.dateilager.adapters.fs.attack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a tenant may have left at a name (I1, I4): each leads to a canary, blocks, or is endless.
 */
public enum Trap {
  /** A link to a directory of the canary. */
  LINK_TO_DIRECTORY {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createSymbolicLink(at, canary.root().resolve("dir"));
    }
  },
  /** A link to a file of the canary. */
  LINK_TO_FILE {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createSymbolicLink(at, canary.files().getFirst());
    }
  },
  /** A link to a name that is not there yet, in the canary's directory. */
  LINK_TO_NOTHING {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createSymbolicLink(at, canary.root().resolve("empty/made"));
    }
  },
  /** A second name of a file of the canary. */
  HARD_LINK {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createLink(at, canary.files().getFirst());
    }
  },
  /** A FIFO, on which whoever opens it waits for ever. */
  FIFO {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      run("mkfifo", at.toString());
    }
  },
  /** A device. */
  DEVICE {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      assumeTrue(
          "root".equals(System.getProperty("user.name")), "NOT RUN: making devices needs root");
      run("mknod", at.toString(), "c", "1", "3");
    }
  },
  /** A tree so deep that no path reaches its end. */
  DEEP {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createDirectory(at);
      Dir deep = new LinuxDisk().open(new NodePath(at.toString()));
      for (int depth = 0; depth < 260; depth++) {
        Dir below = deep.make("deeper-and-deeper", 0777);
        deep.close();
        deep = below;
      }
      deep.symlink(canary.root().toString(), "end");
      deep.close();
    }
  },
  /** Names of 255 bytes within each other, a path of more than 4,096. */
  LONG_NAMES {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createDirectory(at);
      Dir deep = new LinuxDisk().open(new NodePath(at.toString()));
      for (int depth = 0; depth < 20; depth++) {
        deep.symlink(canary.root().toString(), "l".repeat(255));
        Dir below = deep.make("d".repeat(255), 0777);
        deep.close();
        deep = below;
      }
      deep.close();
    }
  },
  /** A directory that holds one of each but the endless ones. */
  FULL_DIRECTORY {
    @Override
    public void plant(Path at, Canary canary) throws IOException {
      Files.createDirectory(at);
      for (Trap trap : values()) {
        boolean needsRoot = trap == DEVICE && !"root".equals(System.getProperty("user.name"));
        if (trap.compareTo(DEEP) < 0 && !needsRoot) {
          trap.plant(at.resolve(trap.name()), canary);
        }
      }
    }
  };

  /** Puts it at a name that is free, below a directory that is there. */
  public abstract void plant(Path at, Canary canary) throws IOException;

  /** Removes whatever stands at a name; Java alone does not get to the end of all of them. */
  public static void remove(Path at) throws IOException {
    Path parent = at.toAbsolutePath().getParent();
    try (Dir dir = new LinuxDisk().open(new NodePath(String.valueOf(parent)))) {
      dir.removeTree(String.valueOf(at.getFileName()));
    }
  }

  private static void run(String... command) throws IOException {
    int status = new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }
}
